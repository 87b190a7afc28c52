/*
 * The native back end of the seam, continued: how large the machine or the container is. Control groups of both versions where
 * distributions and container engines mount them; by raw system calls into static memory, since this comes before the first malloc.
 */
#ifndef HZ3_SYSTEM_H
#define HZ3_SYSTEM_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The lowest limits found so far. */
static int64_t hz3_group_memory = INT64_MAX;
static int64_t hz3_group_processors = INT64_MAX;

/* A folder of the control groups; names of files come behind it and are taken away again. */
static char hz3_group[PATH_MAX];

static size_t hz3_read_file(const char *name, char *text, size_t room) {
    long file = syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    if (file >= 0) {
        long bytes;
        while (length < room - 1 && (bytes = syscall(SYS_read, file, text + length, room - 1 - length)) > 0) length += (size_t) bytes;
        syscall(SYS_close, file);
    }
    text[length] = 0;
    return length;
}
/* The first numbers of a file of the folder. Returns whether there are so many: "max" and -1, which stand for no limit, are none. */
static int hz3_read_of_group(const char *file, int count, int64_t *numbers) {
    char text[64], *at = text;
    size_t folder = strlen(hz3_group);
    if (folder + strlen(file) >= sizeof hz3_group) return 0;
    strcpy(hz3_group + folder, file);
    hz3_read_file(hz3_group, text, sizeof text);
    hz3_group[folder] = 0;
    for (int i = 0; i < count; i++) {
        if (*at < '0' || *at > '9') return 0;
        uint64_t number = 0;
        while (*at >= '0' && *at <= '9') number = number * 10 + (uint64_t) (*at++ - '0');
        numbers[i] = number > INT64_MAX ? INT64_MAX : (int64_t) number;
        while (*at == ' ') at++;
    }
    return 1;
}
static void hz3_limit_memory(const char *file) {
    int64_t bytes;
    /* Version 1 writes "no limit" as the largest number of whole pages. */
    if (hz3_read_of_group(file, 1, &bytes) && bytes < INT64_MAX / 2 && bytes < hz3_group_memory) hz3_group_memory = bytes;
}
static void hz3_limit_processors(int64_t quota, int64_t period) {
    if (quota > 0 && period > 0) {
        int64_t processors = quota / period + (quota % period != 0);
        if (processors < hz3_group_processors) hz3_group_processors = processors;
    }
}
static void hz3_look_at_unified(void) {
    int64_t cpu[2];
    hz3_limit_memory("/memory.max");
    if (hz3_read_of_group("/cpu.max", 2, cpu)) hz3_limit_processors(cpu[0], cpu[1]);
}
static void hz3_look_at_memory(void) { hz3_limit_memory("/memory.limit_in_bytes"); }
static void hz3_look_at_cpu(void) {
    int64_t quota, period;
    if (hz3_read_of_group("/cpu.cfs_quota_us", 1, &quota) && hz3_read_of_group("/cpu.cfs_period_us", 1, &period)) {
        hz3_limit_processors(quota, period);
    }
}
/*
 * The group and all above it, up to where the hierarchy is mounted. Inside a container the path may be the one that the host sees, of
 * which nothing is there but the mount's root, the container's own group.
 */
static void hz3_look_at_groups(const char *mount, size_t mount_length, const char *path, void (*look)(void)) {
    static const char folder[] = "/sys/fs/cgroup";
    size_t length = strcspn(path, "\n");
    if (sizeof folder + mount_length + 1 + length >= sizeof hz3_group) return;
    strcpy(hz3_group, folder);
    if (mount_length != 0) strncat(strcat(hz3_group, "/"), mount, mount_length);
    size_t root = strlen(hz3_group);
    /* A group outside of the namespace is written with ".." and cannot be seen. */
    if (strncmp(path, "/..", 3) != 0) strncat(hz3_group, path, length);
    if (hz3_group[strlen(hz3_group) - 1] == '/') hz3_group[strlen(hz3_group) - 1] = 0;
    look();
    while (strlen(hz3_group) > root) {
        *strrchr(hz3_group, '/') = 0;
        look();
    }
}
/* Whether a comma-separated list has the name. */
static int hz3_is_in_list(const char *list, const char *end, const char *name) {
    size_t length = strlen(name);
    while (list < end) {
        const char *comma = memchr(list, ',', (size_t) (end - list)), *item = comma == NULL ? end : comma;
        if ((size_t) (item - list) == length && memcmp(list, name, length) == 0) return 1;
        list = item + 1;
    }
    return 0;
}
/* Under the controller's own name, and where it shares its hierarchy with others, under the name of them all. */
static void hz3_look_at_controller(const char *name, const char *list, const char *path, void (*look)(void)) {
    size_t length = (size_t) (path - list);
    if (hz3_is_in_list(list, path, name)) {
        hz3_look_at_groups(name, strlen(name), path + 1, look);
        if (length != strlen(name)) hz3_look_at_groups(list, length, path + 1, look);
    }
}
/* Lines are "NUMBER:CONTROLLERS:PATH", where version 2 has no controllers; on a hybrid machine there are both kinds. */
static void hz3_look_at_line(const char *line) {
    const char *list = strchr(line, ':');
    const char *path = list == NULL ? NULL : strchr(++list, ':');
    if (path == NULL) return;
    if (list == path) {
        hz3_look_at_groups("", 0, path + 1, hz3_look_at_unified);
        hz3_look_at_groups("unified", 7, path + 1, hz3_look_at_unified);
    }
    hz3_look_at_controller("memory", list, path, hz3_look_at_memory);
    hz3_look_at_controller("cpu", list, path, hz3_look_at_cpu);
}
static void hz3_look_once(void) {
    static int done;
    static char text[8192];
    if (done) return;
    done = 1;
    if (hz3_read_file("/proc/self/cgroup", text, sizeof text) == 0) strcpy(text, "0::/\n1:memory:/\n2:cpu:/\n");
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) hz3_look_at_line(line);
}
/* One call at a time: the core holds a lock. */
static int64_t hz3_os_memory_limit(void) {
    int saved = errno;
    hz3_look_once();
    errno = saved;
    return hz3_group_memory;
}
static int32_t hz3_os_processors(void) {
    static uint64_t mask[128];
    int saved = errno, processors = 0;
    hz3_look_once();
    long bytes = syscall(SYS_sched_getaffinity, 0L, sizeof mask, mask);
    for (long i = 0; i < bytes / 8; i++) processors += __builtin_popcountll(mask[i]);
    if (processors == 0) processors = 1;
    errno = saved;
    return hz3_group_processors < processors ? (int32_t) hz3_group_processors : processors;
}

#endif
