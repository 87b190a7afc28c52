/*
 * Calls that are cut short in the middle, which must leave no lock behind.
 *
 *     interrupted_calls fork            a signal handler forks while its thread, the only one, is in the middle of a fork; all of the
 *                                       processes allocate and fork again
 *     interrupted_calls cancellation    a thread is to be cancelled when it asks for statistics
 */
#include "client.h"
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>

enum { FORKS_IN_HANDLERS = 200, HANG_SECONDS = 20, TICK_US = 700 };

static void report_hang(int number) {
    (void)number;
    FAIL("a call that was cut short has left a lock behind");
}

static volatile sig_atomic_t forks;
static volatile sig_atomic_t depth;

static void child_ends(pid_t child) {
    if (child < 0) {
        FAIL("fork failed");
    }
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno == ECHILD && depth > 0) {
            /* A handler's child goes on here, with a child of its parent's. */
            return;
        }
        if (errno != EINTR) {
            FAIL("waitpid failed");
        }
    }
    if (status != 0) {
        FAIL("a child of a fork in a fork ended with %d", status);
    }
}

static void use_all(void) {
    free(must_malloc(100));
    free(must_malloc(100000));
    free(must_malloc(5 * MIB));
}

/* In the handler nothing is allocated: it may have interrupted an allocation. */
static void fork_in_handler(int number) {
    (void)number;
    if (depth > 0) {
        return;
    }
    depth++;
    int saved = errno;
    pid_t child = fork();
    if (child == 0) {
        /* The fork that was interrupted goes on in this process too. */
        alarm(HANG_SECONDS);
        return;
    }
    child_ends(child);
    forks++;
    errno = saved;
    depth--;
}

static void forks_in_forks(void) {
    struct sigaction action = {.sa_handler = fork_in_handler};
    sigaction(SIGPROF, &action, NULL);
    signal(SIGALRM, report_hang);
    alarm(HANG_SECONDS);
    struct itimerval often = {{0, TICK_US}, {0, TICK_US}};
    setitimer(ITIMER_PROF, &often, NULL);
    while (forks < FORKS_IN_HANDLERS) {
        pid_t child = fork();
        if (child == 0) {
            use_all();
            _exit(0);
        }
        child_ends(child);
        if (depth > 0) {
            use_all();
            _exit(0);
        }
    }
    setitimer(ITIMER_PROF, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
    use_all();
}

static void *ask_for_statistics(void *barrier) {
    pthread_barrier_wait(barrier);
    malloc_stats();
    return NULL;
}

static void cancellation(void) {
    signal(SIGALRM, report_hang);
    alarm(HANG_SECONDS);
    /* Where malloc_stats writes. */
    int shown = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_t thread;
    pthread_create(&thread, NULL, ask_for_statistics, &barrier);
    pthread_cancel(thread);
    pthread_barrier_wait(&barrier);
    void *result;
    pthread_join(thread, &result);
    if (result != PTHREAD_CANCELED) {
        malloc_stats();
    }
    dup2(shown, STDERR_FILENO);
    if (result == PTHREAD_CANCELED) {
        FAIL("malloc_stats is a cancellation point");
    }
    pid_t child = fork();
    if (child == 0) {
        use_all();
        _exit(0);
    }
    child_ends(child);
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"fork", forks_in_forks}, {"cancellation", cancellation}};
    return run_case(cases, COUNT(cases), argc, argv);
}
