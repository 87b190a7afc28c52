/*
 * Threads that sleep with memory in their caches. The allocator may take it from them, but only where no call of theirs is under way:
 * not from a thread that sleeps in a signal handler which has interrupted malloc, and not from one whose stack a child runs on. malloc_trim
 * is what takes at once; without it, it is the small calls of a thread that is awake.
 */
#include "client.h"
#include <semaphore.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { WORKERS = 6, KEPT = 200, SLOTS = 64, TRIMS = 1500, LEFT_KIB = 12 * 1024, PATIENCE_MS = 30000 };

static sem_t asleep, wake;
static int stop;

static void sleep_us(long microseconds) {
    struct timespec time = {0, microseconds * 1000};
    nanosleep(&time, NULL);
}

/* ---- asleep: what sleeping threads cached, and what was freed for them meanwhile, goes back ------------------------------------- */

struct block {
    struct block *next;
    char rest[24];
};

static struct block *given[WORKERS];

static void free_list(struct block *list) {
    while (list != NULL) {
        struct block *next = list->next;
        free(list);
        list = next;
    }
}

static struct block *burst(size_t bytes, uint64_t *state) {
    struct block *list = NULL;
    while (bytes > 1024) {
        size_t size = random_between(state, sizeof *list, 1024);
        struct block *block = must_malloc(size);
        block->next = list;
        list = block;
        bytes -= size;
    }
    return list;
}

static void wait_for(sem_t *semaphore) {
    while (sem_wait(semaphore) != 0) {
    }
}

static void *sleep_with_caches(void *argument) {
    size_t self = (uintptr_t)argument;
    uint64_t state = random_seed(self + 1);
    void *kept[KEPT];
    for (int i = 0; i < KEPT; i++) {
        kept[i] = must_malloc(1000);
        pattern_fill(kept[i], 1000, self * KEPT + i);
    }
    given[self] = burst(16 * MIB, &state);
    free_list(burst(16 * MIB, &state));
    sem_post(&asleep);
    wait_for(&wake);
    free_list(burst(MIB, &state));
    for (int i = 0; i < KEPT; i++) {
        pattern_check(kept[i], 1000, self * KEPT + i, "after sleep");
        free(kept[i]);
    }
    return NULL;
}

static void asleep_case(void) {
    pthread_t threads[WORKERS];
    for (size_t i = 0; i < WORKERS; i++) {
        threads[i] = start_thread(sleep_with_caches, (void *)i, 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        wait_for(&asleep);
    }
    for (int i = 0; i < WORKERS; i++) {
        free_list(given[i]);
    }
    long waited = 0;
    while (rss_kib() > LEFT_KIB) {
        CHECK(waited < PATIENCE_MS, "%ld KiB are resident after %ld ms, with %d threads asleep that keep %zu KiB", rss_kib(), waited,
              WORKERS, (size_t)WORKERS * KEPT * 1000 / KIB);
        for (size_t size = 16; size <= 2048; size *= 2) {
            free(must_malloc(size));
        }
        sleep_us(10000);
        waited += 10;
    }
    for (int i = 0; i < WORKERS; i++) {
        sem_post(&wake);
    }
    for (int i = 0; i < WORKERS; i++) {
        join_thread(threads[i]);
    }
}

/* ---- races with the taking ---------------------------------------------------------------------------------------------------- */

struct mix {
    uint64_t state;
    void *block[SLOTS];
    size_t size[SLOTS];
    uint64_t seed[SLOTS];
};

static void step(struct mix *mix) {
    size_t slot = random_next(&mix->state) % SLOTS;
    if (mix->block[slot] != NULL) {
        pattern_check(mix->block[slot], mix->size[slot], mix->seed[slot], "slot");
        free(mix->block[slot]);
    }
    mix->size[slot] = random_between(&mix->state, 1, 3000);
    mix->seed[slot] = random_next(&mix->state);
    mix->block[slot] = must_malloc(mix->size[slot]);
    pattern_fill(mix->block[slot], mix->size[slot], mix->seed[slot]);
}

static void free_all(struct mix *mix) {
    for (int i = 0; i < SLOTS; i++) {
        free(mix->block[i]);
    }
}

static void *wake_often(void *argument) {
    struct mix mix = {.state = random_seed((uintptr_t)argument)};
    while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
        for (size_t steps = random_next(&mix.state) % 20; steps > 0; steps--) {
            step(&mix);
        }
        sleep_us((long)(random_next(&mix.state) % 100));
    }
    free_all(&mix);
    return NULL;
}

static void *never_sleep(void *argument) {
    struct mix mix = {.state = random_seed((uintptr_t)argument)};
    while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
        step(&mix);
    }
    free_all(&mix);
    return NULL;
}

static void *own_signal_stack(void *argument) {
    static char stacks[WORKERS][64 * 1024];
    stack_t stack = {.ss_sp = stacks[(uintptr_t)argument % WORKERS], .ss_size = sizeof stacks[0]};
    CHECK(sigaltstack(&stack, NULL) == 0, "sigaltstack failed");
    return never_sleep(argument);
}

static void sleep_in_handler(int number) {
    (void)number;
    int error = errno;
    sleep_us(400);
    errno = error;
}

static void race(void *(*body)(void *), int number) {
    pthread_t threads[WORKERS];
    for (size_t i = 0; i < WORKERS; i++) {
        threads[i] = start_thread(body, (void *)(i + 1), 0);
    }
    for (int i = 0; i < TRIMS; i++) {
        for (int j = 0; j < WORKERS && number != 0; j++) {
            pthread_kill(threads[j], number);
        }
        if (number != 0) {
            sleep_us(50);
        }
        malloc_trim(0);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    for (int i = 0; i < WORKERS; i++) {
        join_thread(threads[i]);
    }
}

static void waking_case(void) {
    race(wake_often, 0);
}

static void handle(int flags) {
    struct sigaction action = {.sa_handler = sleep_in_handler, .sa_flags = SA_RESTART | flags};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0, "sigaction failed");
}

static void interrupted_case(void) {
    handle(0);
    race(never_sleep, SIGUSR1);
}

static void interrupted_aside_case(void) {
    handle(SA_ONSTACK);
    race(own_signal_stack, SIGUSR1);
}

/* ---- lent: the parent sleeps while its child runs on its stack, with its caches ---------------------------------------------- */

static void *trim(void *argument) {
    while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
        malloc_trim(0);
    }
    return argument;
}

static void lent_case(void) {
    static struct mix mix;
    mix.state = random_seed(7);
    pthread_t thread = start_thread(trim, NULL, 0);
    for (int i = 0; i < 100; i++) {
        pid_t child = vfork();
        CHECK(child >= 0, "vfork failed");
        if (child == 0) {
            for (int steps = 0; steps < 2000; steps++) {
                step(&mix);
            }
            _exit(0);
        }
        int status;
        CHECK(waitpid(child, &status, 0) == child && status == 0, "the child ended with status 0x%x", status);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    join_thread(thread);
    free_all(&mix);
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"asleep", asleep_case}, {"waking", waking_case}, {"interrupted", interrupted_case},
                                 {"interrupted-aside", interrupted_aside_case}, {"lent", lent_case}};
    sem_init(&asleep, 0, 0);
    sem_init(&wake, 0, 0);
    return run_case(cases, COUNT(cases), argc, argv);
}
