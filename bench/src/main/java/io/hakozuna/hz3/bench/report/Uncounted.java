package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs of one allocator that do not count, for one reason.
 *
 * @param allocator its label
 * @param reason    the reason
 * @param rows      on which rows
 * @param none      whether no run of it counts on them
 */
record Uncounted(String allocator, String reason, List<String> rows, boolean none) {
    private static final String FALLBACK = "invalid: fallback ";

    static List<Uncounted> of(BenchResult result, List<RowResult> rows) {
        List<Uncounted> all = new ArrayList<>();
        for (Allocator allocator : result.allocators()) {
            Map<List<Object>, List<String>> byReason = new LinkedHashMap<>();
            for (RowResult row : rows) {
                for (Summary summary : row.summaries()) {
                    if (summary.allocator().equals(allocator.name()) && summary.problem() != null) {
                        byReason.computeIfAbsent(List.of(reason(summary.problem()), summary.runs() == 0), key -> new ArrayList<>())
                            .add(row.name());
                    }
                }
            }
            byReason.forEach((key, names) -> all.add(new Uncounted(allocator.name(), (String) key.get(0), names, (Boolean) key.get(1))));
        }
        return all;
    }

    /** How full a ring was differs from run to run; that it was is one reason. */
    private static String reason(String problem) {
        return problem.startsWith(FALLBACK)
            ? "more than 0.1 % of the blocks found the ring to the next thread full and were freed by their own, so the row is not what its"
                + " name says"
            : problem;
    }
}
