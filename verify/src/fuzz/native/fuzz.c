/*
 * Coverage-guided fuzzing with clang's libFuzzer: bytes are calls, four to a call, made by up to four threads in turns, which hand blocks
 * over and end; the checks are the model's. Turns, not at the same time, so that the same bytes take the same way through the code.
 *
 *   byte 0   kind and thread        byte 1   slot        bytes 2, 3   size: 8 bits and a shift; alignment
 *
 * With FUZZ_CALLS in the environment the calls are written down as well, as a list for model.c.
 */
#include <unistd.h>
/* What the model finds must be a crash, or the fuzzer would not keep the bytes. */
#define _exit(code) ((void)(code), abort())
#define SLOTS 64
#include "../../test/native/calls.h"

enum { FUZZ_THREADS = 4, LONGEST = 4096 };

typedef struct {
    pthread_t thread;
    bool runs;
    Call call;
} Worker;

static Worker workers[FUZZ_THREADS];
static pthread_mutex_t turn_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn_changed = PTHREAD_COND_INITIALIZER;
/* Whose turn it is; -1 for the one that reads the bytes. */
static int turn = -1;

static void wait_for_turn(int number) {
    while (turn != number) {
        pthread_cond_wait(&turn_changed, &turn_lock);
    }
}

static void give_turn(int number) {
    turn = number;
    pthread_cond_broadcast(&turn_changed);
}

static void *work(void *argument) {
    int number = (uintptr_t)argument;
    bool ends = false;
    pthread_mutex_lock(&turn_lock);
    while (!ends) {
        wait_for_turn(number);
        ends = workers[number].call.kind == CALL_END;
        if (!ends) {
            make_call(&workers[number].call, true);
        }
        give_turn(-1);
    }
    pthread_mutex_unlock(&turn_lock);
    return NULL;
}

/* The caller has the lock and the turn. A thread begins with its first call; the first one is the caller itself, which does not end. */
static void let(const Call *call) {
    Worker *worker = &workers[call->thread];
    if (call->thread == 0) {
        if (call->kind != CALL_END) {
            make_call(call, true);
        }
        return;
    }
    if (!worker->runs) {
        if (call->kind == CALL_END) {
            return;
        }
        worker->thread = start_thread(work, (void *)(uintptr_t)call->thread, 256 * KIB);
        worker->runs = true;
    }
    worker->call = *call;
    give_turn(call->thread);
    wait_for_turn(-1);
    if (call->kind == CALL_END) {
        pthread_mutex_unlock(&turn_lock);
        join_thread(worker->thread);
        pthread_mutex_lock(&turn_lock);
        worker->runs = false;
    }
}

/* More of the kinds that make blocks than of the others. */
static Call read_call(const uint8_t *bytes) {
    static const CallKind kinds[16] = {CALL_MALLOC, CALL_MALLOC, CALL_MALLOC, CALL_MALLOC, CALL_CALLOC, CALL_ALIGNED, CALL_ALIGNED,
        CALL_REALLOC, CALL_REALLOC, CALL_REALLOC, CALL_FREE, CALL_FREE, CALL_FREE, CALL_FREE, CALL_TRIM, CALL_END};
    Call call = {.kind = kinds[bytes[0] & 15], .thread = bytes[0] >> 4 & 3, .slot = bytes[1] % SLOTS};
    call.size = (size_t)bytes[2] << bytes[3] % 16;
    call.alignment = (size_t)8 << (bytes[3] >> 4) % 14;
    return call;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    bool written_down = getenv("FUZZ_CALLS") != NULL;
    strcpy(where, "fuzzing");
    pthread_mutex_lock(&turn_lock);
    for (size_t at = 0; at + 4 <= MIN(length, (size_t)LONGEST); at += 4) {
        Call call = read_call(bytes + at);
        if (written_down) {
            print_call(&call);
        }
        let(&call);
    }
    for (unsigned i = 1; i < FUZZ_THREADS; i++) {
        let(&(Call){.kind = CALL_END, .thread = i});
    }
    pthread_mutex_unlock(&turn_lock);
    free_all_blocks();
    return 0;
}
