package io.hakozuna.hz3.bench.run;

import io.hakozuna.hz3.bench.count.OperationCounter;
import io.hakozuna.hz3.bench.load.NativeLoad;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures rows one after the other, beginning with what an earlier, interrupted session left. */
public final class Session {
    private final NativeBuild workloads;
    private final Consumer<BenchResult> save;
    private final Consumer<RowResult> show;

    /**
     * A session.
     *
     * @param save is given the whole result after each round
     * @param show is given each row when it is complete
     */
    public Session(NativeBuild workloads, Consumer<BenchResult> save, Consumer<RowResult> show) {
        this.workloads = workloads;
        this.save = save;
        this.show = show;
    }

    /** The names of rows that no time was left for, and the result. */
    public record Outcome(BenchResult result, List<String> left) {
    }

    /** Begins no row after the budget is spent. */
    public Outcome run(List<Row> rows, BenchResult earlier, Duration budget) {
        long end = System.nanoTime() + budget.toNanos();
        int allocators = earlier.allocators().size();
        int steps = rows.stream().filter(row -> row.load().missing() == null)
            .mapToInt(row -> steps(earlier, earlier.row(row.name()), allocators)).sum();
        Progress progress = Progress.of(steps);
        Interleaved interleaved = new Interleaved(workloads, earlier.allocators(), earlier.runs(), earlier.quick(), progress);
        List<String> left = new ArrayList<>();
        BenchResult result = earlier;
        for (Row row : rows) {
            if (System.nanoTime() > end) {
                left.add(row.name());
                continue;
            }
            BenchResult before = result;
            RowResult measured = measure(interleaved, row, before, part -> save.accept(before.with(part)));
            result = before.with(measured);
            save.accept(result);
            progress.clear();
            show.accept(measured);
        }
        return new Outcome(result, left);
    }

    private static RowResult measure(Interleaved interleaved, Row row, BenchResult earlier, Consumer<RowResult> afterRound) {
        String missing = row.load().missing();
        if (missing != null) {
            return RowResult.skipped(row, row.load().describe(earlier.quick()), missing + " is not installed; --install brings it");
        }
        return interleaved.measure(row, earlier.row(row.name()), afterRound);
    }

    /** Counts the operations of those measured rows that can be counted and have not been. */
    public BenchResult count(List<Row> rows, BenchResult measured, OperationCounter counter) {
        List<Row> countable = rows.stream().filter(row -> row.load() instanceof NativeLoad load && load.workload().countable()
            && measured.row(row.name()) != null && measured.row(row.name()).counts().isEmpty()).toList();
        Progress progress = Progress.of(countable.size() * measured.allocators().size());
        BenchResult result = measured;
        for (Row row : countable) {
            List<OperationCount> counts = new ArrayList<>();
            for (Allocator allocator : measured.allocators()) {
                progress.step(row.name() + " under callgrind", allocator.name());
                counts.add(counter.count(row.name(), (NativeLoad) row.load(), allocator));
            }
            result = result.with(result.row(row.name()).with(counts));
            save.accept(result);
            progress.clear();
        }
        return result;
    }

    /** Single runs that a row still needs, with one round more to warm up. */
    private static int steps(BenchResult earlier, RowResult row, int allocators) {
        int missing = Interleaved.missing(row, allocators, earlier.runs()).size();
        return missing == 0 ? 0 : (missing + 1) * allocators;
    }
}
