package io.hakozuna.hz3.insight;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What a program asked of its allocator, by the counters of the lane "count".
 *
 * @param threads    threads with a heap at the same time, at most
 * @param blocks     blocks allocated
 * @param remote     share of the frees that were of other threads' blocks, from 0 to 1
 * @param classes    blocks by size class in bytes; 0 stands for those above 1 MiB
 * @param shortLived share of the followed blocks that lived while their thread allocated less than 1 MiB
 * @param immortal   share of the followed blocks that were there at the end
 */
record Load(long threads, long blocks, double remote, Map<Long, Long> classes, double shortLived, double immortal) {
    private static final long SHORT = 1 << 20;
    private static final int MAIN_CLASSES = 8;

    static Load of(Report report) {
        if (report.box("count").isEmpty()) {
            throw new IllegalArgumentException("these statistics have no counts; they are of another lane than count");
        }
        long own = report.get("count", "own_frees");
        long others = report.get("count", "others_frees");
        Map<Long, Long> classes = new TreeMap<>();
        report.box("classes").forEach((size, blocks) -> classes.put(Long.parseLong(size), blocks));
        long ended = 0;
        long soon = 0;
        for (Map.Entry<String, Long> life : report.box("lives").entrySet()) {
            if (!life.getKey().equals("until_the_end")) {
                ended += life.getValue();
                soon += Long.parseLong(life.getKey()) <= SHORT ? life.getValue() : 0;
            }
        }
        long until = report.get("lives", "until_the_end");
        return new Load(report.get("count", "threads"), report.get("count", "blocks"), share(others, own + others), classes,
            share(soon, ended + until), share(until, ended + until));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** Share of the blocks that are of the eight most frequent classes: if it is high, groups of one class are large. */
    double concentration() {
        LongStream most = classes.values().stream().sorted(Comparator.reverseOrder()).limit(MAIN_CLASSES).mapToLong(Long::longValue);
        return share(most.sum(), blocks);
    }

    /** Share of the blocks of the classes from one size to another, both included. */
    double between(long least, long most) {
        return share(classes.entrySet().stream().filter(entry -> entry.getKey() >= least && entry.getKey() <= most)
            .mapToLong(Map.Entry::getValue).sum(), blocks);
    }

    /** Share of the blocks above 1 MiB. */
    double large() {
        return share(classes.getOrDefault(0L, 0L), blocks);
    }
}
