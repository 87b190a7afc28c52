package io.hakozuna.hz3.bench.load;

import java.util.ArrayList;
import java.util.List;

/** Every row that runs a workload. The workloads' sources tell where they come from. */
final class Catalogue {
    /** Rows that tell most in the least time. */
    static final List<String> QUICK = List.of("small", "mixed", "dist_app", "mt2_r90", "larson2", "thread_churn8", "large",
        "phases");

    static final List<Family> WORKLOADS = List.of(
        one("small", Group.SSOT, Workload.RANDOM_MIXED, 20_000_000, "{work} 400 16 2048",
            "a working set of 400 slots, 16 B to 2 KiB"),
        one("medium", Group.SSOT, Workload.RANDOM_MIXED, 10_000_000, "{work} 400 4096 32768",
            "a working set of 400 slots, 4 KiB to 32 KiB"),
        one("mixed", Group.SSOT, Workload.RANDOM_MIXED, 10_000_000, "{work} 400 16 32768",
            "a working set of 400 slots, 16 B to 32 KiB"),
        one("dist_app", Group.SSOT, Workload.RANDOM_MIXED, 20_000_000, "{work} 400 16 32768 0x12345678 app",
            "sizes as in applications: 80 % to 256 B, 15 % to 2 KiB, 5 % to 32 KiB"),

        threads("mt#_r0", List.of(2), Workload.MT_REMOTE, 20_000_000, "{threads} {share} 400 16 2048 0",
            "each thread frees its own blocks"),
        threads("mt#_r50", List.of(2), Workload.MT_REMOTE, 8_000_000, "{threads} {share} 400 16 2048 50",
            "half of the blocks are freed by the next thread; the peak is mostly what waits in the rings"),
        threads("mt#_r90", List.of(2), Workload.MT_REMOTE, 8_000_000, "{threads} {share} 400 16 2048 90",
            "nine tenths of the blocks are freed by the next thread; the peak is mostly what waits in the rings"),
        threads("mt#_few_r90", List.of(2), Workload.MT_REMOTE, 8_000_000, "{threads} {share} 400 49 112 90",
            "the same with blocks of four size classes"),
        threads("mt#_mixed_r50", List.of(2), Workload.MT_REMOTE, 4_000_000, "{threads} {share} 400 16 32768 50",
            "half of the blocks, up to 32 KiB, are freed by the next thread; the peak is mostly what waits in the rings"),
        threads("mt#_mixed_r90", List.of(2), Workload.MT_REMOTE, 4_000_000, "{threads} {share} 400 16 32768 90",
            "nine tenths of the blocks, up to 32 KiB, are freed by the next thread; the peak is mostly what waits in the rings"),
        threads("larson#", List.of(2, 8), Workload.LARSON, 100, "{threads} {share} 40 5000 8 1000",
            "a server's threads replace blocks and hand over to successors"),
        one("prodcons2", Group.THREADS, Workload.PRODCONS, 2_500, "1 1 {work} 4096 64 64",
            "one thread allocates, another frees").asSecondary(),
        one("prodcons_1_3", Group.THREADS, Workload.PRODCONS, 2_500, "1 3 {work} 4096 64 64",
            "one thread allocates, three free").asSecondary(),
        one("prodcons_3_1", Group.THREADS, Workload.PRODCONS, 1_000, "3 1 {work} 4096 64 64",
            "three threads allocate, one frees").asSecondary(),
        one("prodcons_slow", Group.THREADS, Workload.PRODCONS, 1_200, "1 1 {work} 4096 64 64 16 50",
            "one thread allocates, a slower one frees").asSecondary(),
        threads("sh8_#", List.of(2), Workload.BATCHES, 24_000, "sh8 {threads} {share} 500 1 4096",
            "batches that any thread frees, in any order"),
        threads("cache_scratch#", List.of(2), Workload.FALSE_SHARING, 1_000_000, "scratch {threads} {share} 8 100",
            "blocks that the main thread allocated next to each other, rewritten by many").asSecondary(),
        threads("cache_thrash#", List.of(2), Workload.FALSE_SHARING, 1_000_000, "thrash {threads} {share} 8 100",
            "each thread rewrites blocks of its own: lines must not be shared").asSecondary(),
        threads("thread_churn#", List.of(8), Workload.THREAD_CHURN, 4_000, "{threads} {work} 64 8",
            "short-lived threads that leave blocks to their successors"),
        one("fork_server4", Group.THREADS, Workload.FORK_SERVER, 200, "4 {work} 20000 67108864 2000",
            "children forked from a parent with a warm heap of 64 MiB").asSecondary(),

        one("sh6", Group.CALLS, Workload.BATCHES, 60_000, "sh6 1 {work} 500 1 1000",
            "batches of mostly small blocks, freed in three orders"),
        one("large", Group.CALLS, Workload.LARGE, 7_000, "1 {work} 16 32768 8388608 30 ends",
            "16 blocks of 32 KiB to 8 MiB, replaced or grown by realloc"),
        one("large_pages", Group.CALLS, Workload.LARGE, 600, "1 {work} 16 32768 8388608 30 pages",
            "the same with every page written").asSecondary(),
        one("large_1m", Group.CALLS, Workload.LARGE, 100_000, "1 {work} 16 32768 1048576 30 ends",
            "16 blocks of 32 KiB to 1 MiB, replaced or grown by realloc"),
        one("calls", Group.CALLS, Workload.CALLS, 10_000_000, "{work} 1000 16 2048 20 0 30",
            "malloc, calloc and realloc, with their contents checked"),
        one("aligned", Group.CALLS, Workload.CALLS, 10_000_000, "{work} 1000 16 2048 0 100 0",
            "posix_memalign at 32 B to 4 KiB").asSecondary(),
        family("strings#", Group.CALLS, List.of(1, 2), Workload.STRINGS, 60_000, "{threads} {share} 10000",
            "lines composed by realloc, split, and kept in a map"),
        family("latency#", Group.CALLS, List.of(1, 2), Workload.LATENCY, 8_000_000, "{threads} {share} 400 16 32768 2 104857600",
            "each call timed: a working set of 400 slots, 16 B to 32 KiB, and two bursts of 100 MB a thread"),
        one("live_1m", Group.CALLS, Workload.LIVE, 3_000_000, "1 {work} 1000000 16 256",
            "random replacement among a million live blocks"),

        one("phases", Group.MEMORY, Workload.PHASES, 2, "{work} 67108864 10 32 160 48 1024 96 400",
            "phases of other sizes, each keeping 10 % at random; resident size with the survivors"),
        family("burst_idle#", Group.MEMORY, List.of(2), Workload.BURST_IDLE, 2, "{threads} {work} 134217728 16 1024 50 2000",
            "bursts of 128 MiB a thread, then idle threads; resident size before they end"));

    private Catalogue() {
    }

    /** Points of the curves that tell what growth costs. */
    static List<Row> growth() {
        List<Row> rows = new ArrayList<>();
        for (int blocks = 1_000; blocks <= 10_000_000; blocks *= 10) {
            rows.add(Row.of("blocks_" + blocks, Group.GROWTH, "random replacement among " + blocks + " live blocks of 16 to 64 bytes",
                new NativeLoad(Workload.LIVE, 1, 2_000_000, "1 {work} " + blocks + " 16 64")).at("live blocks", blocks));
        }
        for (int mib = 64; mib <= 16_384; mib *= 4) {
            rows.add(Row.of("heap_" + mib + "m", Group.GROWTH,
                "random replacement in a heap of " + mib + " MiB in blocks of 256 KiB, with two pages written per block",
                new NativeLoad(Workload.LIVE, 1, 100_000, "1 {work} " + mib * 4 + " 262144 262144")).at("heap in MiB", mib));
        }
        for (int threads = 1; threads <= 256; threads *= 2) {
            rows.add(Row.of("threads_" + threads, Group.GROWTH, threads + " threads, half of the blocks freed by the next one",
                new NativeLoad(Workload.MT_REMOTE, threads, 4_000_000, "{threads} {share} 400 16 2048 50")).at("threads", threads));
        }
        return rows;
    }

    private static Family one(String name, Group group, Workload workload, long work, String arguments, String about) {
        return family(name, group, List.of(1), workload, work, arguments, about);
    }

    private static Family threads(String name, List<Integer> threads, Workload workload, long work, String arguments, String about) {
        return family(name, Group.THREADS, threads, workload, work, arguments, about);
    }

    private static Family family(String name, Group group, List<Integer> threads, Workload workload, long work, String arguments,
                                 String about) {
        return new Family(name, group, false, threads, new NativeLoad(workload, 1, work, arguments), about);
    }
}
