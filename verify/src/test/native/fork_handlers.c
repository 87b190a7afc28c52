/*
 * fork with the fork handlers of another library (libhandlers.c), which were registered before the allocator's.
 *
 *     fork_handlers locking       they take a lock that a thread holds while it allocates
 *     fork_handlers allocating    they allocate themselves, blocks of all kinds, while threads do
 */
#include "client.h"
#include <signal.h>
#include <sys/wait.h>

extern pthread_mutex_t handlers_lock;
extern bool handlers_allocate;

enum { FORKS = 300, HANG_SECONDS = 10 };

static void report_hang(int number) {
    (void)number;
    FAIL("fork hangs between the allocator's handlers and those of another library");
}

static void *allocate_under_lock(void *argument) {
    uint64_t state = random_seed(1);
    for (;;) {
        pthread_mutex_lock(&handlers_lock);
        free(must_malloc(5 * MIB));
        free(must_malloc(random_size(&state)));
        pthread_mutex_unlock(&handlers_lock);
    }
    return argument;
}

static void *allocate_freely(void *argument) {
    uint64_t state = random_seed(2);
    for (;;) {
        free(must_malloc(5 * MIB));
        free(must_malloc(random_size(&state)));
    }
    return argument;
}

static void fork_often(void) {
    for (int i = 0; i < FORKS; i++) {
        pid_t child = fork();
        CHECK(child >= 0, "fork failed with errno %d", errno);
        if (child == 0) {
            alarm(HANG_SECONDS / 2);
            free(must_malloc(5 * MIB));
            free(must_malloc(1000));
            _exit(0);
        }
        int status;
        CHECK(waitpid(child, &status, 0) == child, "waitpid failed with errno %d", errno);
        CHECK(status == 0, "child %d of %d ended with status 0x%x", i + 1, FORKS, status);
    }
    /* The threads go on for ever. */
    _exit(0);
}

static void locking(void) {
    start_thread(allocate_under_lock, NULL, 0);
    fork_often();
}

static void allocating(void) {
    handlers_allocate = true;
    start_thread(allocate_freely, NULL, 0);
    fork_often();
}

int main(int argc, char **argv) {
    signal(SIGALRM, report_hang);
    alarm(HANG_SECONDS);
    static const Case cases[] = {{"locking", locking}, {"allocating", allocating}};
    return run_case(cases, COUNT(cases), argc, argv);
}
