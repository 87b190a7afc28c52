/*
 * HZ3_PURGE_THREAD=1: memory comes back while every thread of the program sleeps. The clients wait by sleeping and look at the resident
 * size only, so nothing but the purge thread can have given anything back.
 */
#include "client.h"
#include <dirent.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

enum { BURST_KIB = 96 * 1024, KEPT_IN = 500, LEFT_KIB = 24 * 1024, PATIENCE_MS = 60000, STEP_MS = 50 };

struct block {
    struct block *next;
    char rest[104];
};

static struct block *kept;

static void sleep_ms(long milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (nanosleep(&time, &time) != 0) {
    }
}

/* Many blocks, of which one in some hundred stays: no span gets empty by itself, but most of their pages do. */
static void burst(void) {
    struct block *freed = NULL;
    for (size_t i = 0; i < BURST_KIB * KIB / sizeof *freed; i++) {
        struct block *block = must_malloc(sizeof *block);
        memset(block->rest, 1, sizeof block->rest);
        struct block **list = i % KEPT_IN == 0 ? &kept : &freed;
        block->next = *list;
        *list = block;
    }
    while (freed != NULL) {
        struct block *next = freed->next;
        free(freed);
        freed = next;
    }
}

static void wait_until_it_is_back(const char *who) {
    long waited = 0;
    while (rss_kib() > LEFT_KIB) {
        CHECK(waited < PATIENCE_MS, "%s: %ld KiB are resident after %ld ms of sleep", who, rss_kib(), waited);
        sleep_ms(STEP_MS);
        waited += STEP_MS;
    }
}

static void free_kept(void) {
    while (kept != NULL) {
        struct block *next = kept->next;
        for (size_t i = 0; i < sizeof kept->rest; i++) {
            CHECK(kept->rest[i] == 1, "the contents of a live block changed");
        }
        free(kept);
        kept = next;
    }
}

static void sleeps(void) {
    /* Twice: the thread must find its heap again. */
    for (int i = 0; i < 2; i++) {
        burst();
        wait_until_it_is_back("the process");
        free_kept();
    }
}

static void *sleep_in_a_thread(void *ignored) {
    sleeps();
    return ignored;
}

static void thread(void) {
    join_thread(start_thread(sleep_in_a_thread, NULL, 0));
}

static void forked(void) {
    burst();
    pid_t child = fork();
    CHECK(child >= 0, "fork failed with errno %d", errno);
    if (child == 0) {
        wait_until_it_is_back("the child");
        free_kept();
        burst();
        wait_until_it_is_back("the child after a burst of its own");
        free_kept();
        _exit(0);
    }
    wait_until_it_is_back("the parent");
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0, "the child ended with status %d", status);
    free_kept();
}

/* Freed blocks of many MiB are mappings, which are kept for a while as well. */
static void mappings(void) {
    enum { BLOCKS = 8 };
    void *blocks[BLOCKS];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = must_malloc(8 * MIB);
            memset(blocks[i], 1, 8 * MIB);
        }
        for (int i = 0; i < BLOCKS; i++) {
            free(blocks[i]);
        }
    }
    wait_until_it_is_back("the process");
}

static volatile sig_atomic_t caught_by;

static void note_thread(int signal) {
    (void)signal;
    caught_by = (sig_atomic_t)syscall(SYS_gettid);
}

/* There is one thread more, and signals for the process never reach it. */
static void signals(void) {
    int threads = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        threads += task->d_name[0] != '.';
    }
    closedir(tasks);
    CHECK(threads == 2, "the process has %d threads", threads);
    sigset_t usr1;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    signal(SIGUSR1, note_thread);
    for (int i = 0; i < 100; i++) {
        caught_by = 0;
        /* Blocked here at first: a thread that does not block it would be the one. */
        sigprocmask(SIG_BLOCK, &usr1, NULL);
        kill(getpid(), SIGUSR1);
        sleep_ms(1);
        CHECK(caught_by == 0, "the purge thread took a signal");
        sigprocmask(SIG_UNBLOCK, &usr1, NULL);
        CHECK(caught_by == getpid(), "the signal came to thread %d of process %d", (int)caught_by, getpid());
    }
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"sleeps", sleeps}, {"thread", thread}, {"forked", forked}, {"mappings", mappings},
        {"signals", signals}};
    return run_case(cases, COUNT(cases), argc, argv);
}
