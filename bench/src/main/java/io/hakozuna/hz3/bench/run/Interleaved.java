package io.hakozuna.hz3.bench.run;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.result.Timeline;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures a row: in each round every allocator runs once, and the order rotates from round to round, so that drift of the machine and
 * the place in the order fall on all alike. The first round warms up and is dropped.
 */
final class Interleaved {
    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final int WARM_UP = 0;

    private final NativeBuild workloads;
    private final List<Allocator> allocators;
    private final int runs;
    private final boolean quick;
    private final Progress progress;

    Interleaved(NativeBuild workloads, List<Allocator> allocators, int runs, boolean quick, Progress progress) {
        this.workloads = workloads;
        this.allocators = allocators;
        this.runs = runs;
        this.quick = quick;
        this.progress = progress;
    }

    /**
     * Makes the rounds that an interrupted measurement lacks, and those in which a run failed; calls back after each measured round with
     * the row as far as it is known.
     */
    RowResult measure(Row row, RowResult earlier, Consumer<RowResult> afterRound) {
        List<Integer> missing = missing(earlier, allocators.size(), runs);
        if (missing.isEmpty()) {
            return earlier;
        }
        String command = row.load().describe(quick);
        List<Sample> samples = new ArrayList<>(earlier == null ? List.of() : earlier.samples());
        samples.removeIf(sample -> missing.contains(sample.round()));
        RowResult result = earlier;
        for (int round : Stream.concat(Stream.of(WARM_UP), missing.stream()).toList()) {
            boolean warmUp = round == WARM_UP;
            List<Timeline> timelines = new ArrayList<>();
            for (Allocator allocator : order(allocators, round)) {
                progress.step(row.name(), allocator.name());
                Measurement measured = row.load().run(new Load.Setting(allocator, workloads, quick, LIMIT));
                if (!warmUp) {
                    samples.add(Sample.of(round, allocator.name(), measured));
                    timelines.add(Timeline.of(allocator.name(), Program.Watch.STEP_MS, measured.residentKib()));
                }
            }
            if (!warmUp) {
                result = RowResult.of(row, command, allocators, samples, timelines);
                afterRound.accept(result);
            }
        }
        return result;
    }

    /** The rounds from 1 on that a row still needs; there is one more to warm up if there are any. */
    static List<Integer> missing(RowResult earlier, int allocators, int runs) {
        Set<Integer> complete = earlier == null ? Set.of() : earlier.complete(allocators);
        return IntStream.rangeClosed(1, runs).filter(round -> !complete.contains(round)).boxed().toList();
    }

    static <T> List<T> order(List<T> list, int round) {
        List<T> rotated = new ArrayList<>(list);
        Collections.rotate(rotated, -round);
        return rotated;
    }
}
