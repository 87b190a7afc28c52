package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.hakozuna.hz3.bench.result.ReportSamples;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.result.Samples;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class OverviewTest {
    @Test
    void onlyMainRowsCount() {
        Overview overview = Overview.of(ReportSamples.everything());
        assertEquals(5, overview.rows());
        assertEquals(5, overview.compared());
        Contest glibc = overview.contests().getFirst();
        assertEquals("glibc", glibc.peer());
        assertEquals(List.of(2, 3, 0, 0), List.of(glibc.faster(), glibc.even(), glibc.slower(), glibc.unsure()));
    }

    @Test
    void twiceAndHalfAreEvenOnAverage() {
        assertEquals(1, GeometricMean.of(DoubleStream.of(2, 0.5)), 1e-12);
        assertEquals(3, GeometricMean.of(DoubleStream.of(3, 0, Double.NaN, Double.POSITIVE_INFINITY)), 1e-12);
        assertNull(GeometricMean.of(DoubleStream.empty()));
    }

    @Test
    void theBestOfARowHasNoMoreThanOne() {
        RowResult row = ReportSamples.row("a", "ssot", false, ReportSamples.measured(2), 0);
        List<Standing> standings = Overview.of(ReportSamples.result(List.of(row))).standings();
        assertEquals(1, standings.get(0).speed());
        assertEquals(10 / 20.2, standings.get(1).speed(), 1e-12);
        assertEquals(List.of(1, 1, 1), standings.stream().map(Standing::lowPeak).toList(), "all have the same size");
    }

    /** Their peak is mostly what waits between the threads. */
    @Test
    void rowsOfRemoteFreesSayNothingOfMemory() {
        List<Sample> remote = ReportSamples.measured(2).stream().map(sample -> new Sample(sample.round(), sample.allocator(),
            sample.opsPerSecond(), sample.allocator().equals("hz3") ? 9_999_999 : 2048, 1024, 50, 0, null, null)).toList();
        List<RowResult> rows = List.of(ReportSamples.row("local", "ssot", false, ReportSamples.measured(2), 0),
            ReportSamples.row("remote", "threads", false, remote, 0));
        Overview overview = Overview.of(ReportSamples.result(rows));
        assertEquals(2, overview.compared());
        assertEquals(1, overview.standings().getFirst().rows());
        assertEquals(1, overview.standings().getFirst().memory(), 1e-9);
    }

    @Test
    void anAllocatorThatRarelyWorksSpoilsNoRowForTheOthers() {
        List<Sample> alone = Samples.of("hz3", 1, 1, 1);
        List<RowResult> rows = List.of(ReportSamples.row("a", "ssot", false, ReportSamples.measured(1), 0),
            ReportSamples.row("b", "ssot", false, alone, 0), ReportSamples.row("c", "ssot", false, alone, 0));
        Overview overview = Overview.of(ReportSamples.result(rows));
        assertEquals(3, overview.compared());
        assertEquals(1, overview.standings().get(0).speed(), 0.02);
        assertNull(overview.standings().get(1).speed());
        assertEquals(1, overview.standings().get(1).rows());
    }

    @Test
    void withoutAValidRunThereIsNothingToSay() {
        ReportView view = ReportView.of(ReportSamples.nothingValid());
        assertNull(view.overview().contests().getFirst().mean());
        assertNull(view.overview().standings().getFirst().speed());
        assertEquals(Map.of("small", Map.of(), "blocks_1", Map.of()), view.verdicts());
    }
}
