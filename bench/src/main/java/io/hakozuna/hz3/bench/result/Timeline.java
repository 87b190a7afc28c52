package io.hakozuna.hz3.bench.result;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The resident size of one run over time.
 *
 * @param allocator the allocator's label
 * @param stepMs    milliseconds between two figures
 * @param kib       the figures, in KiB
 */
public record Timeline(String allocator, int stepMs, List<Integer> kib) {
    /** More points than this no plot shows. */
    private static final int LIMIT = 400;

    /** Long runs are thinned out: of neighbours the largest stays, so that peaks do. */
    public static Timeline of(String allocator, int stepMs, List<Integer> kib) {
        int step = (kib.size() + LIMIT - 1) / LIMIT;
        if (step <= 1) {
            return new Timeline(allocator, stepMs, kib);
        }
        List<Integer> thinned = IntStream.range(0, (kib.size() + step - 1) / step)
            .mapToObj(i -> kib.subList(i * step, Math.min(kib.size(), (i + 1) * step)).stream().max(Integer::compare).orElse(0))
            .toList();
        return new Timeline(allocator, stepMs * step, thinned);
    }
}
