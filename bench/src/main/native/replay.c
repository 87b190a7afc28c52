/*
 * Replays a recorded program: its threads, each with its own calls in their order, over the same blocks. What it stresses is what the
 * program stressed.
 *
 * Source: the way of B. Zorn and D. Grunwald, "Evaluating Models of Memory Allocation" (1994), to drive an allocator by a program's
 * own trace, extended to threads.
 *
 * FILE is what "hz3 trace replay" makes of a trace (ReplayFile.java has its layout): a stream of words for each thread, where a block
 * is a slot of one table, and what realloc returns is a new block. A call on a block waits until the call that made it is done.
 * Every 4096 calls of the program are an epoch, and a thread begins one only when all threads are done with the one before the last:
 * so the live heap is as recorded to within two epochs, and slots, which come up again two epochs later at the soonest, never hold two
 * blocks. A thread is started when its first epoch may begin and as many threads have ended as had before its first call in the
 * program, so there are never more at once; it ends as recorded. There is always a thread that can go on, that of the lowest call not
 * made yet: all that it waits for comes before.
 *
 * Blocks are written to at both ends. Those that the program never freed are freed when the time is over. An operation is one recorded
 * call. The streams are read by pieces of 4 KiB into each thread's stack, since pages of a mapped file would count in the resident
 * size; the table of slots is taken off the peak.
 */
#include "bench.h"

#define USAGE "replay FILE"
#define MAGIC 0x0179616c70723368ull /* "h3rplay", version 1 */
#define PIECE_WORDS 512
#define STACK_BYTES (256 * 1024)
#define SPINS 100
#define LONG_SIZE UINT32_MAX

enum operation { MALLOC, CALLOC, ALIGNED, REALLOC, FREE, EPOCH };

struct head {
    uint64_t magic, threads, epochs, slots, operations;
};

struct stream {
    uint64_t first_epoch, ended_before, offset, words;
};

struct thread {
    struct stream stream;
    pthread_t id;
    struct thread *next_finished;
};

/* A thread's place in its stream. */
struct reader {
    off_t offset;
    uint64_t left;
    size_t next, filled;
    uint64_t word[PIECE_WORDS];
};

static int file;
static struct head head;
static struct thread *thread;
static void **slot;

/* For each epoch, how many threads are not done with it. Those below completed are over. */
static uint32_t *busy;
static uint64_t completed;

/* Guards completed and what follows. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t progress = PTHREAD_COND_INITIALIZER;
static uint64_t started, ended;
static struct thread *finished;

static void read_all(void *target, size_t bytes, off_t offset) {
    for (size_t done = 0; done < bytes;) {
        ssize_t count = pread(file, (char *)target + done, bytes - done, offset + (off_t)done);
        if (count <= 0) {
            die("the file of the replay ends early or cannot be read");
        }
        done += (size_t)count;
    }
}

static uint64_t next_word(struct reader *reader) {
    if (reader->next == reader->filled) {
        reader->filled = reader->left < PIECE_WORDS ? reader->left : PIECE_WORDS;
        if (reader->filled == 0) {
            die("a stream of the replay ends within a call");
        }
        read_all(reader->word, reader->filled * sizeof *reader->word, reader->offset);
        reader->offset += (off_t)(reader->filled * sizeof *reader->word);
        reader->left -= reader->filled;
        reader->next = 0;
    }
    return reader->word[reader->next++];
}

static void *play(void *argument);

/* Starts all threads that may, and takes the ended ones away. The caller holds the lock. */
static void start_and_join(void) {
    for (; finished != NULL; finished = finished->next_finished) {
        pthread_join(finished->id, NULL);
    }
    for (; started < head.threads; started++) {
        struct thread *next = &thread[started];
        if (next->stream.first_epoch > completed + 1 || next->stream.ended_before > ended) {
            return;
        }
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, STACK_BYTES);
        if (pthread_create(&next->id, &attributes, play, next) != 0) {
            die("pthread_create failed");
        }
        pthread_attr_destroy(&attributes);
    }
}

static void leave_epoch(uint64_t epoch) {
    if (__atomic_sub_fetch(&busy[epoch], 1, __ATOMIC_ACQ_REL) != 0) {
        return;
    }
    pthread_mutex_lock(&lock);
    uint64_t now_completed = completed;
    while (now_completed < head.epochs && __atomic_load_n(&busy[now_completed], __ATOMIC_ACQUIRE) == 0) {
        now_completed++;
    }
    if (now_completed != completed) {
        __atomic_store_n(&completed, now_completed, __ATOMIC_RELEASE);
        start_and_join();
        pthread_cond_broadcast(&progress);
    }
    pthread_mutex_unlock(&lock);
}

static void enter_epoch(uint64_t epoch) {
    if (__atomic_load_n(&completed, __ATOMIC_ACQUIRE) + 1 >= epoch) {
        return;
    }
    pthread_mutex_lock(&lock);
    while (completed + 1 < epoch) {
        pthread_cond_wait(&progress, &lock);
    }
    pthread_mutex_unlock(&lock);
}

/* The block of a slot, which is empty from then on until it comes up again. */
static void *take(uint64_t number) {
    void *block;
    for (int i = 0; (block = __atomic_load_n(&slot[number], __ATOMIC_ACQUIRE)) == NULL; i++) {
        if (i >= SPINS) {
            sched_yield();
        }
    }
    slot[number] = NULL;
    return block;
}

static void put(uint64_t number, void *block, size_t size) {
    if (block == NULL) {
        die("out of memory: an allocation returned NULL");
    }
    if (size != 0) {
        volatile char *bytes = block;
        bytes[0] = 1;
        bytes[size - 1] = 1;
    }
    __atomic_store_n(&slot[number], block, __ATOMIC_RELEASE);
}

static void *aligned(size_t alignment, size_t size) {
    void *block = NULL;
    return posix_memalign(&block, alignment, size) == 0 ? block : NULL;
}

static void call(struct reader *reader, uint64_t word) {
    uint64_t number = (uint32_t)word >> 3;
    enum operation operation = word & 7;
    if (operation == FREE) {
        free(take(number));
        return;
    }
    uint64_t second = operation == ALIGNED || operation == REALLOC ? next_word(reader) : 0;
    size_t size = word >> 32;
    if (size == LONG_SIZE) {
        size = next_word(reader);
    }
    if (operation == REALLOC) {
        put(second, realloc(take(number), size), size);
    } else {
        put(number, operation == MALLOC ? malloc(size) : operation == CALLOC ? calloc(1, size) : aligned(second, size), size);
    }
}

static void play_stream(const struct stream *stream) {
    struct reader reader = {.offset = (off_t)stream->offset, .left = stream->words};
    uint64_t epoch = stream->first_epoch;
    while (reader.left != 0 || reader.next != reader.filled) {
        uint64_t word = next_word(&reader);
        if ((word & 7) == EPOCH) {
            if (word >> 3 != epoch) {
                leave_epoch(epoch);
                epoch = word >> 3;
            }
            enter_epoch(epoch);
        } else {
            call(&reader, word);
        }
    }
    leave_epoch(epoch);
}

static void *play(void *argument) {
    struct thread *self = argument;
    play_stream(&self->stream);
    pthread_mutex_lock(&lock);
    ended++;
    start_and_join();
    self->next_finished = finished;
    finished = self;
    pthread_cond_broadcast(&progress);
    pthread_mutex_unlock(&lock);
    return NULL;
}

/* The first thread of the program is the first one here too, since some allocators treat it in a way of its own. */
static void play_all(void) {
    pthread_mutex_lock(&lock);
    started = 1;
    start_and_join();
    pthread_mutex_unlock(&lock);
    play_stream(&thread[0].stream);
    pthread_mutex_lock(&lock);
    ended++;
    for (start_and_join(); ended < head.threads; start_and_join()) {
        pthread_cond_wait(&progress, &lock);
    }
    pthread_mutex_unlock(&lock);
}

static void open_file(const char *name) {
    file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        bad_usage(USAGE, "there is no such file");
    }
    read_all(&head, sizeof head, 0);
    if (head.magic != MAGIC || head.threads == 0) {
        bad_usage(USAGE, "that file is no replay; hz3 trace replay makes one");
    }
    thread = map_pages(head.threads * sizeof *thread);
    off_t offset = sizeof head;
    for (uint64_t i = 0; i < head.threads; i++) {
        read_all(&thread[i].stream, sizeof thread[i].stream, offset);
        offset += (off_t)sizeof thread[i].stream;
    }
    busy = map_pages(head.epochs * sizeof *busy);
    read_all(busy, head.epochs * sizeof *busy, offset);
    slot = map_pages((head.slots + 1) * sizeof *slot);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        bad_usage(USAGE, "one argument is needed");
    }
    open_file(argv[1]);

    double start = now();
    play_all();
    double seconds = now() - start;

    note_peak();
    for (uint64_t i = 0; i < head.slots; i++) {
        free(slot[i]);
    }
    munmap(slot, (head.slots + 1) * sizeof *slot);
    munmap(busy, head.epochs * sizeof *busy);
    munmap(thread, head.threads * sizeof *thread);
    usleep(200 * 1000);
    measure();
    peak_rss_kib -= (long)(head.slots * sizeof *slot / 1024);
    if (peak_rss_kib < rss_kib) {
        peak_rss_kib = rss_kib;
    }
    print_result(head.operations, seconds);
    return 0;
}
