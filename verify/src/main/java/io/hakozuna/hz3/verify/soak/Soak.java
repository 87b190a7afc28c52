package io.hakozuna.hz3.verify.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the parts in turns, each turn with another seed and larger, until the time is over or one of them finds something. */
final class Soak {
    private static final int LARGEST = 16;

    private final PrintStream out;
    private final long deadline;
    private final long began = System.nanoTime();
    private final List<Progress> progress;
    private String failure;

    private static final class Progress {
        private final Part part;
        private final Map<String, Long> counts = new TreeMap<>();
        private long rounds;
        private long firstSeed;
        private long lastSeed;
        private long nanoseconds;

        Progress(Part part) {
            this.part = part;
        }

        Record.PartRecord record() {
            return new Record.PartRecord(part.name(), part.what(), rounds, firstSeed, lastSeed, nanoseconds / 1_000_000_000, counts,
                part.missing());
        }
    }

    Soak(List<Part> parts, double hours, PrintStream out) {
        this.out = out;
        progress = parts.stream().map(Progress::new).toList();
        deadline = began + (long) (hours * 3600e9);
    }

    /** One turn in any case. */
    void run(long firstSeed) throws IOException, InterruptedException {
        int size = 1;
        long seed = firstSeed;
        do {
            for (Progress each : progress) {
                boolean over = seed != firstSeed && System.nanoTime() >= deadline;
                if (failure == null && !over && each.part.missing() == null) {
                    round(each, seed, size);
                }
            }
            seed++;
            size = Math.min(2 * size, LARGEST);
        } while (failure == null && System.nanoTime() < deadline);
    }

    private void round(Progress each, long seed, int size) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Round round = each.part.round(seed, size);
        each.nanoseconds += System.nanoTime() - start;
        each.firstSeed = each.rounds == 0 ? seed : each.firstSeed;
        each.lastSeed = seed;
        each.rounds++;
        round.counts().forEach((what, count) -> each.counts.merge(what, count, Long::sum));
        out.printf("%-20s seed %d: %s%n", each.part.name(), seed, round.failure() == null ? round.counts() : "FAILED");
        if (round.failure() != null) {
            failure = each.part.name() + ", seed " + seed + ": " + round.failure();
        }
    }

    /** What failed and how to see it again, or null. */
    String failure() {
        return failure;
    }

    Record record(String day, String commit, String lane) {
        return new Record(day, commit, lane, (System.nanoTime() - began) / 1_000_000_000, progress.stream().map(Progress::record).toList(), failure);
    }
}
