package io.hakozuna.hz3.bench.run;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.result.Median;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares two builds in the order A B B A, which cancels what grows evenly over the four runs, such as the machine's heat. Each four
 * give two pairs.
 */
public final class Abba {
    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final int FOUR = 4;

    private final NativeBuild workloads;
    private final int runs;

    public Abba(NativeBuild workloads, int runs) {
        this.workloads = workloads;
        this.runs = runs;
    }

    /**
     * A row's comparison.
     *
     * @param ratio the first build's throughput over the second's
     * @param peak  the same of their median peak resident sizes
     */
    public record Outcome(Paired ratio, double peak) {
    }

    /** Makes the fours that an earlier, interrupted comparison lacks, and calls back after each with all samples so far. */
    public Outcome compare(Row row, Allocator build, Allocator base, List<Sample> earlier, Consumer<List<Sample>> afterFour) {
        List<Sample> samples = new ArrayList<>(earlier.subList(0, earlier.size() / FOUR * FOUR));
        int first = samples.size() / 2 + 1;
        if (first < 2 * runs) {
            run(row, base, 0);
            run(row, build, 0);
        }
        for (int pair = first; pair < 2 * runs; pair += 2) {
            samples.add(run(row, build, pair));
            samples.add(run(row, base, pair));
            samples.add(run(row, base, pair + 1));
            samples.add(run(row, build, pair + 1));
            afterFour.accept(samples);
        }
        double basePeak = peak(samples, base);
        return new Outcome(Paired.of(samples, build.name(), base.name()), basePeak == 0 ? 1 : peak(samples, build) / basePeak);
    }

    private Sample run(Row row, Allocator allocator, int round) {
        return Sample.of(round, allocator.name(), row.load().run(new Load.Setting(allocator, workloads, false, LIMIT)));
    }

    private static double peak(List<Sample> samples, Allocator allocator) {
        return Median.of(samples.stream().filter(sample -> sample.allocator().equals(allocator.name())).mapToDouble(Sample::peakRssKib));
    }
}
