package io.hakozuna.hz3.bench.result;

import java.util.List;

/**
 * What a run set out to do: enough to go on after an interruption without being told again.
 *
 * @param rows   the names of its rows, in their order
 * @param traces the files of the traces that some of them replay
 * @param counts whether operations are counted too
 */
public record Plan(List<String> rows, List<String> traces, boolean counts) {
    public Plan withCounts() {
        return new Plan(rows, traces, true);
    }
}
