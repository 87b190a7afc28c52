/*
 * For programs that are linked with a lane's C (scripts/build_program.sh includes this before everything else): what they write as
 * malloc is the lane's function, while the C library and the tools' own code keep the system's.
 */
#ifndef HZ3_ENTRY_H
#define HZ3_ENTRY_H

#define _GNU_SOURCE
#include <malloc.h>
#include <stdlib.h>

void *hz3_malloc(size_t size);
void *hz3_calloc(size_t count, size_t size);
void *hz3_realloc(void *block, size_t size);
void hz3_free(void *block);
int hz3_posix_memalign(void **block, size_t alignment, size_t size);
void *hz3_memalign(size_t alignment, size_t size);
size_t hz3_malloc_usable_size(void *block);
int hz3_malloc_trim(size_t padding);

#define malloc hz3_malloc
#define calloc hz3_calloc
#define realloc hz3_realloc
#define free hz3_free
#define posix_memalign hz3_posix_memalign
#define memalign hz3_memalign
#define malloc_usable_size hz3_malloc_usable_size
#define malloc_trim hz3_malloc_trim

#endif
