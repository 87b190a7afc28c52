package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * One allocator beside the best of each row.
 *
 * @param allocator its label
 * @param rows      how many rows whose memory is the allocators' doing it has valid runs on
 * @param lowPeak   on how many of them its peak resident size is the lowest, or within 2 MiB of that
 * @param lowAfter  on how many its resident size after the load is
 * @param speed     the geometric mean of its throughput relative to the highest of the row, over rows common to the allocators; or null
 * @param memory    that of its peak resident size relative to the lowest; or null
 */
record Standing(String allocator, int rows, int lowPeak, int lowAfter, Double speed, Double memory) {
    private static final double NEAR_KIB = 2048;

    static Standing of(List<RowResult> rows, List<RowResult> common, String allocator) {
        List<RowResult> own = Overview.valid(rows.stream().filter(Standing::tellsMemory).toList(), allocator);
        return new Standing(allocator, own.size(), low(own, allocator, Summary::peakRssKib), low(own, allocator, Summary::rssKib),
            GeometricMean.of(common.stream().mapToDouble(row -> value(row, allocator, Summary::opsPerSecond)
                / values(row, Summary::opsPerSecond).max().orElseThrow())),
            GeometricMean.of(common.stream().filter(Standing::tellsMemory).mapToDouble(row -> value(row, allocator, Summary::peakRssKib)
                / lowest(row, Summary::peakRssKib))));
    }

    /** Where blocks wait in rings for another thread, how many do is the threads' doing, and most of the peak. */
    static boolean tellsMemory(RowResult row) {
        return row.summaries().stream().allMatch(summary -> summary.remotePercent() == 0);
    }

    private static int low(List<RowResult> rows, String allocator, ToDoubleFunction<Summary> figure) {
        return (int) rows.stream().filter(row -> value(row, allocator, figure) <= lowest(row, figure) + NEAR_KIB).count();
    }

    private static double lowest(RowResult row, ToDoubleFunction<Summary> figure) {
        return values(row, figure).min().orElseThrow();
    }

    private static double value(RowResult row, String allocator, ToDoubleFunction<Summary> figure) {
        return figure.applyAsDouble(Overview.find(row, allocator));
    }

    private static DoubleStream values(RowResult row, ToDoubleFunction<Summary> figure) {
        return row.summaries().stream().filter(summary -> summary.runs() > 0).mapToDouble(figure);
    }
}
