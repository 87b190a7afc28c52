/*
 * What programs that handle text do. Each step composes a line from fields, growing it by realloc with every field; splits it into a
 * string for each field, in a vector that doubles; and puts some of the fields into a map of string keys or deletes keys from it. So
 * most blocks are small and die at once, and a few live for long among them. All bytes are written, and read again before they go.
 *
 * Source: the load of perl, gawk and make in D. Detlefs, A. Dosser and B. Zorn, "Memory Allocation Costs in Large C and C++ Programs"
 * (1994). Lines have the sizes of app_size() in bench.h: four in five are shorter than 256 bytes; fields are shorter than 128.
 *
 * ITERS counts the lines of one thread, KEYS the keys of its map, about three in five of which are present. The map's buckets are not
 * in the heap. Operations are counted as they are made; strdup and strndup are one each.
 */
#include "bench.h"

#define USAGE "strings THREADS ITERS KEYS [SEED]"
#define SEPARATOR ';'
#define TEXT_BYTES 65536
#define MAX_FIELD 128
#define MAX_KEY 64

struct entry {
    char *key, *value;
    struct entry *next;
};

struct worker {
    _Alignas(CACHE_LINE) struct entry **bucket;
    uint32_t state;
    uint64_t operations;
};

static long iterations;
static uint32_t keys, buckets;
static char text[TEXT_BYTES];

static void *made(struct worker *self, void *block) {
    if (block == NULL) {
        die("out of memory: an allocation returned NULL");
    }
    self->operations++;
    return block;
}

static void drop(struct worker *self, void *block) {
    self->operations++;
    free(block);
}

static char *compose(struct worker *self, size_t *fields) {
    size_t wanted = app_size(&self->state);
    size_t length = 0;
    char *line = NULL;
    for (*fields = 0; length < wanted; ++*fields) {
        size_t field = 1 + random_below(&self->state, 8u << random_below(&self->state, 5));
        line = made(self, realloc(line, length + field + 2));
        memcpy(line + length, text + random_below(&self->state, TEXT_BYTES - MAX_FIELD), field);
        length += field;
        line[length++] = SEPARATOR;
        line[length] = '\0';
    }
    return line;
}

static char **split(struct worker *self, const char *line, size_t *fields) {
    size_t room = 4;
    char **field = made(self, malloc(room * sizeof *field));
    *fields = 0;
    for (const char *end = strchr(line, SEPARATOR); end != NULL; line = end + 1, end = strchr(line, SEPARATOR)) {
        if (*fields == room) {
            room *= 2;
            field = made(self, realloc(field, room * sizeof *field));
        }
        field[(*fields)++] = made(self, strndup(line, (size_t)(end - line)));
    }
    return field;
}

/* The value is "<key>=<string>". */
static char *value_of(struct worker *self, const char *key, const char *string) {
    size_t bytes = strlen(key) + strlen(string) + 2;
    char *value = made(self, malloc(bytes));
    snprintf(value, bytes, "%s=%s", key, string);
    return value;
}

static void drop_value(struct worker *self, struct entry *entry) {
    size_t length = strlen(entry->key);
    if (strncmp(entry->key, entry->value, length) != 0 || entry->value[length] != '=' || strlen(entry->value) <= length) {
        die("a string is not what was put into the map");
    }
    drop(self, entry->value);
}

/* Where the pointer to the key's entry is, or would be. */
static struct entry **find(struct worker *self, const char *key) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (const char *byte = key; *byte != '\0'; byte++) {
        hash = (hash ^ (unsigned char)*byte) * 16777619u;
    }
    struct entry **link = &self->bucket[hash % buckets];
    while (*link != NULL && strcmp((*link)->key, key) != 0) {
        link = &(*link)->next;
    }
    return link;
}

static void delete(struct worker *self, struct entry **link) {
    struct entry *entry = *link;
    *link = entry->next;
    drop_value(self, entry);
    drop(self, entry->key);
    drop(self, entry);
}

static void put(struct worker *self, struct entry **link, const char *key, const char *string) {
    if (*link == NULL) {
        struct entry *entry = made(self, malloc(sizeof *entry));
        *entry = (struct entry){.key = made(self, strdup(key))};
        *link = entry;
    } else {
        drop_value(self, *link);
    }
    (*link)->value = value_of(self, key, string);
}

static void use_map(struct worker *self, const char *string) {
    char key[MAX_KEY];
    uint32_t id = random_below(&self->state, keys);
    snprintf(key, sizeof key, "%u/%.*s", id, (int)(id % 48), text + id % (TEXT_BYTES - MAX_FIELD));
    struct entry **link = find(self, key);
    if (random_below(&self->state, 5) < 3) {
        put(self, link, key, string);
    } else if (*link != NULL) {
        delete(self, link);
    }
}

static void step(struct worker *self) {
    size_t fields, found;
    char *line = compose(self, &fields);
    char **field = split(self, line, &found);
    size_t left = strlen(line);
    use_map(self, line);
    for (size_t i = 0; i < found; i++) {
        if (random_below(&self->state, 4) == 0) {
            use_map(self, field[i]);
        }
        left -= strlen(field[i]) + 1;
        drop(self, field[i]);
    }
    if (found != fields || left != 0) {
        die("a line was not split into its fields");
    }
    drop(self, field);
    drop(self, line);
}

static void *work(void *argument) {
    struct worker *self = argument;
    await_main();
    for (long i = 0; i < iterations; i++) {
        step(self);
    }
    uint64_t operations = self->operations;
    await_main();
    for (uint32_t i = 0; i < buckets; i++) {
        while (self->bucket[i] != NULL) {
            delete(self, &self->bucket[i]);
        }
    }
    self->operations = operations;
    return NULL;
}

int main(int argc, char **argv) {
    int threads = (int)argument(argc, argv, 1, 1, 4096, USAGE);
    iterations = argument(argc, argv, 2, 1, 1L << 40, USAGE);
    keys = (uint32_t)argument(argc, argv, 3, 1, 1L << 28, USAGE);
    uint32_t seed = seed_argument(argc, argv, 4, USAGE);
    uint32_t state = seed;
    buckets = keys / 2 + 1;
    for (size_t i = 0; i < TEXT_BYTES; i++) {
        text[i] = "etaoinshrdlu "[random_below(&state, 13)];
    }
    size_t workers_bytes = (size_t)threads * sizeof(struct worker);
    size_t buckets_bytes = (size_t)threads * buckets * sizeof(struct entry *);
    struct worker *worker = map_pages(workers_bytes);
    struct entry **bucket = map_pages(buckets_bytes);
    for (int i = 0; i < threads; i++) {
        worker[i].bucket = bucket + (size_t)i * buckets;
        worker[i].state = thread_seed(seed, i);
    }

    double seconds = run_threads(threads, work, worker, sizeof *worker);

    uint64_t operations = 0;
    for (int i = 0; i < threads; i++) {
        operations += worker[i].operations;
    }
    munmap(bucket, buckets_bytes);
    munmap(worker, workers_bytes);
    report(operations, seconds);
    return 0;
}
