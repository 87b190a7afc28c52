package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.Paired.Verdict;
import io.hakozuna.hz3.bench.result.RowResult;
import java.util.List;
import java.util.Objects;

/**
 * The subject against one peer over many rows.
 *
 * @param peer   the peer's label
 * @param faster on how many rows the subject is faster
 * @param even   on how many neither is
 * @param slower on how many the peer is
 * @param unsure on how many there were too few runs to say
 * @param mean   the geometric mean of the ratios, or null if there are none
 */
record Contest(String peer, int faster, int even, int slower, int unsure, Double mean) {
    static Contest of(List<RowResult> rows, String peer) {
        List<Paired> ratios = rows.stream().flatMap(row -> row.summaries().stream())
            .filter(summary -> summary.allocator().equals(peer)).map(summary -> summary.ratio())
            .filter(Objects::nonNull).filter(ratio -> ratio.pairs() > 0).toList();
        return new Contest(peer, count(ratios, Verdict.FASTER), count(ratios, Verdict.EVEN), count(ratios, Verdict.SLOWER),
            count(ratios, Verdict.UNSURE), GeometricMean.of(ratios.stream().mapToDouble(Paired::median)));
    }

    private static int count(List<Paired> ratios, Verdict verdict) {
        return (int) ratios.stream().filter(ratio -> ratio.verdict() == verdict).count();
    }
}
