package io.hakozuna.hz3;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is held, by the places that allocated it. */
final class LeakReport {
    private static final int MOST_PLACES = 20;
    private static final int MOST_FRAMES = 16;

    /** By identity, for equal stacks are the same object. */
    private record Source(List<StackTraceElement> allocated, List<StackTraceElement> opened) {
        static final Source UNKNOWN = new Source(List.of(), List.of());

        static Source of(BlockRecord block) {
            return new Source(block.allocated.stack(), block.opened == null ? List.of() : block.opened.stack());
        }

        LiveBlocks blocks(Sum sum) {
            return new LiveBlocks(sum.blocks, sum.bytes, allocated, opened);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Source source && allocated == source.allocated && opened == source.opened;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(allocated) + System.identityHashCode(opened);
        }
    }

    private static final class Sum {
        private long blocks;
        private long bytes;

        void add(long moreBlocks, long moreBytes) {
            blocks += moreBlocks;
            bytes += moreBytes;
        }
    }

    private LeakReport() {
    }

    /**
     * The blocks that the program holds and so many others, which were not sampled; the most bytes first, those that were not sampled last.
     */
    static List<LiveBlocks> byPlace(Collection<BlockRecord> records, long otherBlocks, long otherBytes) {
        Map<Source, Sum> sums = new HashMap<>();
        Sum others = new Sum();
        others.add(otherBlocks, otherBytes);
        for (BlockRecord block : records) {
            if (block.isHeld()) {
                Sum sum = block.allocated == null ? others : sums.computeIfAbsent(Source.of(block), source -> new Sum());
                sum.add(1, block.size);
            }
        }
        List<LiveBlocks> groups = new ArrayList<>();
        sums.forEach((source, sum) -> groups.add(source.blocks(sum)));
        groups.sort(Comparator.comparingLong(LiveBlocks::bytes).thenComparingLong(LiveBlocks::blocks).reversed());
        if (others.blocks > 0) {
            groups.add(Source.UNKNOWN.blocks(others));
        }
        return groups;
    }

    static void print(List<LiveBlocks> groups, PrintStream out) {
        if (groups.isEmpty()) {
            return;
        }
        long blocks = groups.stream().mapToLong(LiveBlocks::blocks).sum();
        long bytes = groups.stream().mapToLong(LiveBlocks::bytes).sum();
        StringBuilder text = new StringBuilder();
        text.append("hz3: never freed: ").append(Misuse.bytes(bytes)).append(" in ").append(blocks(blocks)).append('\n');
        List<LiveBlocks> sampled = groups.stream().filter(group -> !group.stack().isEmpty()).toList();
        sampled.stream().limit(MOST_PLACES).forEach(group -> append(text, group));
        List<LiveBlocks> rest = sampled.subList(Math.min(MOST_PLACES, sampled.size()), sampled.size());
        if (!rest.isEmpty()) {
            text.append("hz3:   ").append(Misuse.bytes(rest.stream().mapToLong(LiveBlocks::bytes).sum())).append(" of ")
                .append(rest.size()).append(" more places\n");
        }
        groups.stream().filter(group -> group.stack().isEmpty()).forEach(group -> text.append("hz3:   ").append(group).append('\n'));
        out.print(text);
    }

    static String blocks(long blocks) {
        return blocks == 1 ? "1 block" : blocks + " blocks";
    }

    private static void append(StringBuilder text, LiveBlocks group) {
        text.append("hz3:   ").append(Misuse.bytes(group.bytes())).append(" in ").append(blocks(group.blocks()))
            .append(", allocated at\n");
        Misuse.append(text, group.stack(), MOST_FRAMES);
        if (!group.opened().isEmpty()) {
            text.append("hz3:     of an arena opened at\n");
            Misuse.append(text, group.opened(), MOST_FRAMES);
        }
    }
}
