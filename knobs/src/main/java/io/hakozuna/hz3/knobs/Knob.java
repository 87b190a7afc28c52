package io.hakozuna.hz3.knobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One knob: its name, the whole numbers it takes and what it does. The constants are every knob of hz3, each declared here and
 * nowhere else.
 *
 * @param name       {@code HZ3_} and capitals, as in a lane file and as a compiler definition
 * @param kind       what its number counts
 * @param values     the numbers it takes
 * @param standard   the value where no lane says otherwise
 * @param meaning    one sentence, without its full stop
 * @param excludes   flags that must be 0 where this flag is 1
 * @param adjustable whether the environment variable of the knob's name sets it for one run of a program
 */
public record Knob(String name, Kind kind, Values values, long standard, String meaning, Set<Knob> excludes, boolean adjustable) {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;
    private static final List<Knob> DECLARED = new ArrayList<>();

    public static final Knob ARENA_SIZE = declare(new Knob("HZ3_ARENA_SIZE", Kind.BYTES, Values.powersOfTwo(64 * MIB, TIB), 64 * GIB,
        "address space reserved for the arena; the ladder goes downwards from here where the address space is limited", Set.of()));

    public static final Knob NUM_SHARDS = declare(new Knob("HZ3_NUM_SHARDS", Kind.COUNT, Values.range(1, 65_000), 65_000,
        "owners: threads that have a heap of their own at the same time; those beyond share a few heaps, call by call", Set.of()));

    public static final Knob OWNER_LEASE_ENABLE = declare(new Knob("HZ3_OWNER_LEASE_ENABLE", Kind.FLAG, Values.FLAG, 0,
        "lend owners instead of giving them away: a busy thread that has none takes that of a sleeping one", Set.of()));

    public static final Knob OWNER_LEASE_MS = declare(new Knob("HZ3_OWNER_LEASE_MS", Kind.MILLISECONDS, Values.range(0, 60_000), 20,
        "how long a thread keeps its owner at least", Set.of()));

    public static final Knob REMOTE_STASH = declare(new Knob("HZ3_REMOTE_STASH", Kind.FLAG, Values.FLAG, 1,
        "buffer frees of other threads' objects in the thread's stash and hand them over in batches; 0 hands over each one at once",
        Set.of()));

    public static final Knob REMOTE_STASH_BYTES = declare(new Knob("HZ3_REMOTE_STASH_BYTES", Kind.BYTES, Values.range(4096, 64 * MIB), 256 << 10,
        "bytes in the stash, counting 256 more for each object, at which it is handed over", Set.of()));

    public static final Knob S97_REMOTE_STASH_BUCKET = declare(new Knob("HZ3_S97_REMOTE_STASH_BUCKET", Kind.COUNT, Values.only(0L, 1L, 2L, 6L), 0,
        "how the stash is grouped: 0 by owner; by owner and class: 1 in a hash table (S97-1), 2 in a table of both (S97-2), "
            + "6 by a counting sort on the stack when it is handed over (S97-8)", Set.of()));

    public static final Knob LIST_FAILFAST = declare(new Knob("HZ3_LIST_FAILFAST", Kind.FLAG, Values.FLAG, 0,
        "walk every list of free objects wherever one passes from box to box, and stop at the first link that cannot be", Set.of()));

    public static final Knob CENTRAL_DEBUG = declare(new Knob("HZ3_CENTRAL_DEBUG", Kind.FLAG, Values.FLAG, 0,
        "walk the lists of the spans at every push and pop: links, counts, and objects that are in them already", Set.of()));

    public static final Knob XFER_DEBUG = declare(new Knob("HZ3_XFER_DEBUG", Kind.FLAG, Values.FLAG, 0,
        "walk what passes between threads, when it is sent and when it is taken: links, owners, classes, ends", Set.of()));

    public static final Knob S97_REMOTE_STASH_SKIP_TAIL_NULL = declare(new Knob("HZ3_S97_REMOTE_STASH_SKIP_TAIL_NULL", Kind.FLAG, Values.FLAG, 0,
        "leave the last object of a group unlinked, since its owner links it anew; checks that walk lists to their end cannot do with that",
        Set.of(LIST_FAILFAST, CENTRAL_DEBUG, XFER_DEBUG)));

    public static final Knob S44_PREFETCH_DIST = declare(new Knob("HZ3_S44_PREFETCH_DIST", Kind.COUNT, Values.range(0, 2), 1,
        "objects ahead whose cache lines are asked for while mail is taken home", Set.of()));

    public static final Knob ATTACHED_SPANS = declare(new Knob("HZ3_ATTACHED_SPANS", Kind.COUNT, Values.range(1, 64), 8,
        "spans per size class whose frees take the fast path", Set.of()));

    public static final Knob ATTACHED_SPANS_REPLACED = declare(new Knob("HZ3_ATTACHED_SPANS_REPLACED", Kind.COUNT, Values.range(0, 64), 32,
        "the same at most for a class whose blocks are replaced at random: half as many as its bin may keep frees", Set.of()));

    public static final Knob KEPT_FREES = declare(new Knob("HZ3_KEPT_FREES", Kind.COUNT, Values.range(0, 1024), 64,
        "objects of detached spans that a bin at most takes between two refills, instead of their spans", Set.of()));

    public static final Knob TAKE_MAIL = declare(new Knob("HZ3_TAKE_MAIL", Kind.COUNT, Values.range(0, 4096), 24,
        "messages that wait for an owner, of which a heap that needs a new span takes them all for itself; 0 is never", Set.of()));

    public static final Knob ATTACHED_PAGES = declare(new Knob("HZ3_ATTACHED_PAGES", Kind.COUNT, Values.range(0, 1 << 20), 64,
        "pages of 64 KiB in a heap's attached spans past which a new span makes classes that have rested give theirs up", Set.of()));

    public static final Knob RUN_CACHE_BYTES = declare(new Knob("HZ3_RUN_CACHE_BYTES", Kind.BYTES, Values.range(0, GIB), 2 * MIB,
        "bytes of runs of 64 KiB to 1 MiB whose frees take the fast path", Set.of()));

    public static final Knob DIRECT_CACHE_BYTES = declare(new Knob("HZ3_DIRECT_CACHE_BYTES", Kind.BYTES, Values.range(0, GIB), 64 * MIB,
        "bytes of freed mappings above 4 MiB that are kept while blocks of that kind are in demand; one may have half of it", Set.of()));

    public static final Knob DIRTY_BYTES = declare(new Knob("HZ3_DIRTY_BYTES", Kind.BYTES, Values.range(0, TIB), 16 * MIB,
        "bytes of free pages that a heap may hold whatever their age; more goes back at once, unless such memory was missed lately",
        Set.of()));

    public static final Knob PURGE_DECAY_MS = declare(new Knob("HZ3_PURGE_DECAY_MS", Kind.MILLISECONDS, Values.range(0, 3_600_000), 500,
        "how long free memory is kept before it goes back to the operating system", Set.of(), true));

    public static final Knob MEM_LIMIT = declare(new Knob("HZ3_MEM_LIMIT", Kind.BYTES, Values.range(0, TIB), 0,
        "memory that the allocator may hold, in use or free: past it free memory goes back at once, then allocations fail; 0 is no limit",
        Set.of(), true));

    public static final Knob HUGE_PAGES = declare(new Knob("HZ3_HUGE_PAGES", Kind.COUNT, Values.range(0, 2), 0,
        "transparent huge pages in the arena: 0 never, 1 as the system has it, 2 wherever the system allows them; mappings are left as the "
            + "system has it", Set.of(), true));

    public static final Knob TAKE_IDLE_HEAPS = declare(new Knob("HZ3_TAKE_IDLE_HEAPS", Kind.FLAG, Values.FLAG, 1,
        "take the heap of a thread that sleeps and has not used it for the decay time, so that others can give its memory back", Set.of()));

    public static final Knob PURGE_THREAD = declare(new Knob("HZ3_PURGE_THREAD", Kind.FLAG, Values.FLAG, 0,
        "a thread of hz3's own gives memory back while the program's threads all sleep; the library has it unless told 0", Set.of(), true));

    public static final Knob ADOPT_SEGMENTS = declare(new Knob("HZ3_ADOPT_SEGMENTS", Kind.FLAG, Values.FLAG, 1,
        "a heap that needs memory takes over the segments of a dead one whose blocks it frees", Set.of()));

    public static final Knob TICK_TRAPS = declare(new Knob("HZ3_TICK_TRAPS", Kind.COUNT, Values.range(0, 65_536), 4096,
        "frees that may be caught in an eighth of the decay, so that threads that only take the fast paths tick as well; 0 is none; "
            + "the library has 256 unless told otherwise", Set.of()));

    public static final Knob OBJECT_STATES = declare(new Knob("HZ3_OBJECT_STATES", Kind.FLAG, Values.FLAG, 0,
        "a byte for each 16 of the arena, apart from them, says where a block in use begins: a wrong or second free stops at once", Set.of()));

    public static final Knob ENCODED_LINKS = declare(new Knob("HZ3_ENCODED_LINKS", Kind.FLAG, Values.FLAG, 0,
        "encode the links in free objects with a secret of the process, and stop at one that leads out of the arena", Set.of()));

    public static final Knob REFUSE_FOREIGN = declare(new Knob("HZ3_REFUSE_FOREIGN", Kind.FLAG, Values.FLAG, 0,
        "stop at an address that is not hz3's where a block is freed or resized, instead of passing it on to the next allocator", Set.of()));

    public static final Knob RANDOM_PLACES = declare(new Knob("HZ3_RANDOM_PLACES", Kind.FLAG, Values.FLAG, 0,
        "blocks up to 2 KiB come in random order from a page that was not used before", Set.of()));

    public static final Knob ZERO_ON_FREE = declare(new Knob("HZ3_ZERO_ON_FREE", Kind.FLAG, Values.FLAG, 0,
        "write zeroes over what is freed, so that the next block there shows nothing of it", Set.of()));

    public static final Knob CANARIES = declare(new Knob("HZ3_CANARIES", Kind.FLAG, Values.FLAG, 0,
        "a secret word behind each block up to 32 KiB, compared at its free: an overflow stops the process", Set.of()));

    public static final Knob GUARD_PAGES = declare(new Knob("HZ3_GUARD_PAGES", Kind.FLAG, Values.FLAG, 0,
        "pages that nobody may touch before and behind each block above 32 KiB, and where a segment of 4 MiB begins", Set.of()));

    public static final Knob QUARANTINE_BYTES = declare(new Knob("HZ3_QUARANTINE_BYTES", Kind.BYTES, Values.range(0, GIB), 0,
        "bytes of a thread's own freed blocks up to 32 KiB, at most 1024 of them, that wait before they are used again", Set.of()));

    public static final Knob STATISTICS = declare(new Knob("HZ3_STATISTICS", Kind.FLAG, Values.FLAG, 1,
        "keep the counters that the statistics tell; they sit at events, so that malloc and free are the same without them", Set.of()));

    public static final Knob COUNT = declare(new Knob("HZ3_COUNT", Kind.FLAG, Values.FLAG, 0,
        "count blocks, frees and lives of all calls, for the statistics and for ./hz3 advise", Set.of()));

    public static final Knob TRACE = declare(new Knob("HZ3_TRACE", Kind.FLAG, Values.FLAG, 0,
        "record every call to the file that the environment variable HZ3_TRACE_FILE names", Set.of()));

    /** Refuses a declaration that contradicts itself. */
    public Knob {
        excludes = Set.copyOf(excludes);
        boolean adjustsARange = !values.powerOfTwo() && values.only().isEmpty();
        if (!name.matches("HZ3(_[A-Z0-9]+)+") || !values.accepts(standard)
            || kind.javaType() == int.class && values.maximum() > Integer.MAX_VALUE
            || kind == Kind.FLAG && !values.equals(Values.FLAG)
            || adjustable && !adjustsARange
            || !excludes.isEmpty() && (kind != Kind.FLAG || adjustable) || excludes.stream().anyMatch(other -> other.kind != Kind.FLAG)) {
            throw new IllegalArgumentException("the declaration of " + name + " contradicts itself");
        }
    }

    /** A knob of the build alone. */
    Knob(String name, Kind kind, Values values, long standard, String meaning, Set<Knob> excludes) {
        this(name, kind, values, standard, meaning, excludes, false);
    }

    /** Every knob of hz3, in the order of declaration. */
    public static List<Knob> all() {
        return List.copyOf(DECLARED);
    }

    private static Knob declare(Knob knob) {
        DECLARED.add(knob);
        return knob;
    }

    boolean accepts(long value) {
        return values.accepts(value);
    }

    /** The name without {@code HZ3_}, in lower case: {@code arena_size}. */
    private String stem() {
        return name.substring("HZ3_".length()).toLowerCase(Locale.ROOT);
    }

    /** The system property that sets the knob in the library: {@code hz3.arena.size}. */
    public String property() {
        return "hz3." + stem().replace('_', '.');
    }

    /** The C function that returns the knob's value: {@code hz3_knob_arena_size}. */
    public String cAccessor() {
        return "hz3_knob_" + stem();
    }

    /** The method of {@code io.hakozuna.hz3.sys.Knobs} that returns the knob's value: {@code arenaSize}. */
    public String javaAccessor() {
        StringBuilder camel = new StringBuilder();
        for (String word : stem().split("_")) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }

    /** The lowest and the highest value that it takes. */
    public long[] extremes() {
        return new long[] {values.minimum(), values.maximum()};
    }

    /** The values it takes, for a person: {@code a power of two from 64 MiB to 1 TiB}. */
    String range() {
        return values.text(kind);
    }

    /** The same with an example of how one is written, where that is not a mere number. */
    String howToWrite() {
        return range() + kind.example();
    }
}
