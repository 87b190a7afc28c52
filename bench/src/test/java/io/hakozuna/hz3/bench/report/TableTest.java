package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.load.Rows;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Latency;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.result.Samples;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void cellsStandUnderTheirTitles() {
        Table table = new Table(List.of(Table.Column.left("row", 5), Table.Column.right("value", 2), Table.Column.left("", 0)));
        assertEquals("row    value", table.header());
        assertEquals("-----  -----", table.rule());
        assertEquals("small    1.5", table.line(List.of("small", "1.5", "")));
        assertEquals("a          2  a note", table.line(List.of("a", "2", "a note")));
    }

    @Test
    void resultLinesShowRatioSpreadAndVerdict() {
        BenchResult result = Samples.result();
        ResultTable table = new ResultTable(result, List.of("small", "mixed"));
        assertTrue(table.head().contains("  hz3   /x/libhz3.so  sha256 00"));
        List<String> small = table.lines(result.rows().getFirst());
        assertEquals(List.of("small", "hz3", "31.00", "M", "2.0", "1.0", "3/3"), words(small.get(0)));
        assertEquals(List.of("peer", "15.00", "M", "2.00", "1.81..2.25", "faster", "2.0", "1.0", "3/3"), words(small.get(1)));
        assertEquals(small.get(0).length(), small.get(1).length());
        assertTrue(table.lines(result.rows().get(1)).get(1).contains("1.00     0.45..2.36  even"));
    }

    @Test
    void aRowWithoutAValidRunShowsWhy() {
        List<Allocator> allocators = Samples.result().allocators();
        RowResult row = Samples.row("small", allocators,
            Samples.join(Samples.of("hz3", 1e6), Samples.of("peer", 0)));
        String line = new ResultTable(Samples.result(), List.of("small")).lines(row).get(1);
        assertTrue(line.endsWith("0/3  failed: exit 1"), line);
        assertTrue(row.anyFailed());
    }

    @Test
    void whatAWorkloadTellsStandsInTheLastColumn() {
        Latency latency = new Latency(new Latency.Calls(20.6, 41.4, 166, 1232, 8_581_459), new Latency.Calls(1, 2, 3, 4, 5));
        List<Sample> samples = List.of(new Sample(1, "hz3", 1e6, 2048, 1024, 49.96, 0.004, latency, null));
        String line = new ResultTable(Samples.result(), List.of("small")).lines(Samples.row("small", Samples.result().allocators(), samples))
            .getFirst();
        assertTrue(line.endsWith("1/3  remote 50.0 %, fallback 0.00 %; malloc 21n/41n/166n/1.2u/8.6m, free 1.0n/2.0n/3.0n/4.0n/5.0n"
            + " (p50/99/99.9/99.99/worst)"), line);
    }

    @Test
    void whatCouldNotBeCountedIsADashAndAReason() {
        BenchResult result = Samples.result();
        List<String> lines = CountTable.lines(result.with(result.row("small").with(List.of(OperationCount.of("hz3", 28, 0),
            OperationCount.failed("peer", "fails under valgrind: exit 1")))));
        assertEquals(List.of("small", "28.0", "-"), words(lines.get(3)));
        assertEquals("small: peer fails under valgrind: exit 1", lines.get(4));
    }

    @Test
    void aSkippedRowSaysWhy() {
        RowResult row = RowResult.skipped(new Rows(List.of()).named(List.of("small"), List.of()).getFirst(), "x", "memcached is not installed");
        assertEquals(List.of("small  skipped: memcached is not installed"),
            new ResultTable(Samples.result(), List.of("small")).lines(row));
    }

    @Test
    void throughputHasAUnit() {
        assertEquals("78.35 M", ResultTable.throughput(78.35e6));
        assertEquals("812.00 k", ResultTable.throughput(812e3));
        assertEquals("7.50  ", ResultTable.throughput(7.5));
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" +"));
    }
}
