package io.hakozuna.hz3.bench.result;

import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.Machine;
import io.hakozuna.hz3.bench.trace.TraceProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole comparison, as it is kept in JSON.
 *
 * @param schema     the version of this layout
 * @param command    the bench's own arguments
 * @param machine    where it was measured
 * @param allocators the subject first, then the peers
 * @param runs       measured rounds of each row, after one to warm up
 * @param quick      whether runs did a tenth of their work
 * @param finished   whether all rows were measured
 * @param plan       what was to be measured; null in results from before that was kept
 * @param rows       the rows measured so far
 * @param traces     what the recorded programs behind rows ask of an allocator
 */
public record BenchResult(int schema, String command, Machine machine, List<Allocator> allocators, int runs, boolean quick,
                          boolean finished, Plan plan, List<RowResult> rows, List<TraceProfile> traces) {
    static final int SCHEMA = 3;
    /** The oldest that can still be read: without a plan, and with summaries of other spreads. */
    static final int OLDEST = 2;

    /** Results from before traces were kept have none. */
    public BenchResult {
        traces = traces == null ? List.of() : traces;
    }

    public static BenchResult begin(String command, Machine machine, List<Allocator> allocators, int runs, boolean quick) {
        return new BenchResult(SCHEMA, command, machine, allocators, runs, quick, false, null, List.of(), List.of());
    }

    public BenchResult with(Plan planned) {
        return new BenchResult(schema, command, machine, allocators, runs, quick, finished, planned, rows, traces);
    }

    /** With the same allocators, where they are now. */
    public BenchResult at(List<Allocator> moved) {
        return new BenchResult(schema, command, machine, moved, runs, quick, finished, plan, rows, traces);
    }

    /** The same samples in today's layout and with today's statistics. */
    BenchResult current() {
        return new BenchResult(SCHEMA, command, machine, allocators, runs, quick, finished, plan,
            rows.stream().map(row -> row.summarized(allocators)).toList(), traces);
    }

    /** With the row in the place of the one of its name, or behind the others. */
    public BenchResult with(RowResult row) {
        List<RowResult> all = new ArrayList<>(rows);
        int place = all.stream().map(RowResult::name).toList().indexOf(row.name());
        if (place < 0) {
            all.add(row);
        } else {
            all.set(place, row);
        }
        return new BenchResult(schema, command, machine, allocators, runs, quick, finished, plan, all, traces);
    }

    public BenchResult withTraces(List<TraceProfile> profiles) {
        return new BenchResult(schema, command, machine, allocators, runs, quick, finished, plan, rows, List.copyOf(profiles));
    }

    public BenchResult finish() {
        return new BenchResult(schema, command, machine, allocators, runs, quick, true, plan, rows, traces);
    }

    /** The row of this name as far as it is known, or null. */
    public RowResult row(String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElse(null);
    }

    /** How often was measured, for headers. */
    public String describeRuns() {
        return runs + " interleaved runs after one to warm up" + (quick ? ", a tenth of the work" : "");
    }
}
