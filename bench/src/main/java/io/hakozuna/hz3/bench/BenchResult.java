package io.hakozuna.hz3.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * A whole comparison, as it is kept in JSON.
 *
 * @param schema     the version of this layout
 * @param machine    where it was measured
 * @param allocators the subject first, then the peers
 * @param runs       measured rounds of each row, after one to warm up
 * @param quick      whether runs did a tenth of their work
 * @param rows       the rows measured so far
 */
record BenchResult(int schema, Machine machine, List<Allocator> allocators, int runs, boolean quick, List<RowResult> rows) {
    static final int SCHEMA = 1;

    /** With the rows that are done and the one that is being measured. */
    BenchResult withRow(List<RowResult> done, RowResult current) {
        return new BenchResult(schema, machine, allocators, runs, quick, Stream.concat(done.stream(), Stream.of(current)).toList());
    }

    /** How often was measured, for headers. */
    String describeRuns() {
        return runs + " interleaved runs after one to warm up" + (quick ? ", a tenth of the work" : "");
    }
}
