/* Failing system calls, made by libfaults.c for whoever calls them through libc. */
#ifndef HZ3_LIBFAULTS_H
#define HZ3_LIBFAULTS_H

#include <stdint.h>

enum { FAULT_MMAP, FAULT_MUNMAP, FAULT_MADVISE, FAULT_MREMAP, FAULT_MPROTECT, FAULT_KINDS };

/* From here on one call in so many fails, of the kinds whose bits are set, as the seed has it. */
void faults_begin(unsigned kinds, uint64_t seed, uint64_t one_in);
void faults_end(void);
/* The next anonymous mapping goes to this address, if nothing is there. */
void faults_place(void *address);
/* How many calls have failed. */
unsigned long faults_made(void);

#endif
