/*
 * fork while other threads are inside the allocator, and all other ways to start a program.
 *
 *     fork_storm storm
 *     fork_storm programs [LIBRARY]    LIBRARY: part of the name of the preloaded library, which each program must inherit
 */
#include "client.h"
#include <spawn.h>
#include <sys/wait.h>

enum { WRITERS = 4, SHARED = 64, FORKS = 300, HANG_SECONDS = 20 };

static void *shared[WRITERS][SHARED];
static size_t shared_sizes[WRITERS][SHARED];
static volatile bool stop, resting;

static size_t storm_size(uint64_t *state) {
    return random_next(state) % 200 == 0 ? random_between(state, 100 * KIB, 600 * KIB) : random_size(state) % (40 * KIB);
}

/* Allocates without pause, but leaves the processors to a child that main waits for. The shared blocks are made once: a child frees its copies of them. */
static void *write_on(void *argument) {
    size_t self = (uintptr_t)argument;
    uint64_t state = random_seed(self + 1);
    void *blocks[32] = {0};
    while (!stop) {
        if (resting) {
            usleep(100);
            continue;
        }
        size_t slot = random_next(&state) % COUNT(blocks);
        free(blocks[slot]);
        blocks[slot] = must_malloc(storm_size(&state));
        if (random_next(&state) % 16 == 0) {
            blocks[slot] = realloc(blocks[slot], storm_size(&state) + 1);
        }
    }
    for (size_t i = 0; i < COUNT(blocks); i++) {
        free(blocks[i]);
    }
    return NULL;
}

static void *allocate_in_child(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument);
    void *blocks[16] = {0};
    for (int i = 0; i < 100; i++) {
        size_t slot = random_next(&state) % COUNT(blocks), size = storm_size(&state);
        free(blocks[slot]);
        blocks[slot] = must_malloc(size);
        pattern_fill(blocks[slot], MIN(size, (size_t)256), 1);
    }
    for (size_t i = 0; i < COUNT(blocks); i++) {
        free(blocks[i]);
    }
    return NULL;
}

static void *free_shared(void *argument) {
    size_t writer = (uintptr_t)argument;
    for (size_t i = 0; i < SHARED; i++) {
        pattern_check(shared[writer][i], shared_sizes[writer][i], i, "block of the parent's thread");
        free(shared[writer][i]);
    }
    return allocate_in_child(argument);
}

static int wait_for(pid_t child, const char *what) {
    int status;
    CHECK(child > 0, "%s failed with errno %d", what, errno);
    CHECK(waitpid(child, &status, 0) == child, "waitpid failed with errno %d", errno);
    CHECK(!WIFSIGNALED(status), "%s: the child ended by signal %d%s", what, WTERMSIG(status),
          WTERMSIG(status) == SIGALRM ? ", it hung" : "");
    return WEXITSTATUS(status);
}

__attribute__((noreturn)) static void be_child(size_t number) {
    alarm(HANG_SECONDS);
    allocate_in_child((void *)number);
    pthread_t first = start_thread(free_shared, (void *)(number % WRITERS), 0);
    pthread_t second = start_thread(number % 2 ? free_shared : allocate_in_child, (void *)((number + 1) % WRITERS), 0);
    if (number % 10 == 0) {
        pid_t grandchild = fork();
        if (grandchild == 0) {
            alarm(HANG_SECONDS);
            allocate_in_child((void *)(number + 2));
            exit(0);
        }
        CHECK(wait_for(grandchild, "fork in a child") == 0, "the grandchild failed");
    }
    join_thread(first);
    join_thread(second);
    exit(0);
}

static void *make_shared(void *argument) {
    size_t self = (uintptr_t)argument;
    uint64_t state = random_seed(self + 50);
    for (size_t i = 0; i < SHARED; i++) {
        shared_sizes[self][i] = storm_size(&state);
        shared[self][i] = must_malloc(shared_sizes[self][i]);
        pattern_fill(shared[self][i], shared_sizes[self][i], i);
    }
    return write_on(argument);
}

static void storm(void) {
    pthread_t writers[WRITERS];
    for (size_t i = 0; i < WRITERS; i++) {
        writers[i] = start_thread(make_shared, (void *)i, 0);
    }
    for (size_t i = 0; i < WRITERS; i++) {
        while (__atomic_load_n(&shared[i][SHARED - 1], __ATOMIC_ACQUIRE) == NULL) {
            usleep(1000);
        }
    }
    for (size_t i = 0; i < FORKS; i++) {
        alarm(3 * HANG_SECONDS);
        resting = false;
        usleep(500);
        pid_t child = fork();
        if (child == 0) {
            be_child(i);
        }
        resting = true;
        CHECK(wait_for(child, "fork") == 0, "child %zu failed", i);
        free(must_malloc(i * 50));
    }
    stop = true;
    for (size_t i = 0; i < WRITERS; i++) {
        join_thread(writers[i]);
    }
}

static bool found;
static const char *wanted;

/* Names are short and pieces long: a name cut in two is met again in the next line of the same library. */
static void find_piece(const char *text, size_t length, void *to) {
    (void)to;
    found |= memmem(text, length, wanted, strlen(wanted)) != NULL;
}

/* What each started program does: allocate, be under the same library, and start the next of the chain. */
static int be_program(const char *self, const char *library, int depth) {
    alarm(HANG_SECONDS);
    wanted = library;
    read_pieces("/proc/self/maps", find_piece, NULL);
    CHECK(found, "a started program is not under %s", library);
    allocate_in_child((void *)(uintptr_t)depth);
    if (depth > 0) {
        char next[16];
        snprintf(next, sizeof next, "%d", depth - 1);
        execl(self, self, "program", library, next, (char *)NULL);
        FAIL("exec failed with errno %d", errno);
    }
    return 0;
}

extern char **environ;

static void programs(const char *self, const char *library) {
    char *arguments[] = {(char *)self, "program", (char *)library, "3", NULL};
    char command[8192];
    pthread_t writer = start_thread(write_on, NULL, 0);
    for (int i = 0; i < 20; i++) {
        pid_t child = vfork();
        if (child == 0) {
            execv(self, arguments);
            _exit(9);
        }
        CHECK(wait_for(child, "vfork and exec") == 0, "the program started by vfork and exec failed");
        int error = posix_spawn(&child, self, NULL, NULL, arguments, environ);
        CHECK(error == 0, "posix_spawn returned %d", error);
        CHECK(wait_for(child, "posix_spawn") == 0, "the program started by posix_spawn failed");
        child = fork();
        if (child == 0) {
            be_program(self, library, 3);
        }
        CHECK(wait_for(child, "fork and exec") == 0, "the program started by fork and exec failed");
    }
    snprintf(command, sizeof command, "'%s' program '%s' 2", self, library);
    CHECK(system(command) == 0, "system() failed");
    FILE *output = popen(command, "r");
    CHECK(output != NULL && pclose(output) == 0, "popen failed");
    stop = true;
    join_thread(writer);
}

int main(int argc, char **argv) {
    CHECK(argc >= 2, "usage: fork_storm storm|programs [LIBRARY]");
    const char *library = argc > 2 ? argv[2] : "libc";
    if (strcmp(argv[1], "program") == 0) {
        return be_program(argv[0], library, atoi(argv[3]));
    }
    if (strcmp(argv[1], "programs") == 0) {
        programs(argv[0], library);
    } else {
        storm();
    }
    return 0;
}
