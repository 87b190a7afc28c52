package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The comparison on a terminal: a head that tells what was measured where, and for each row one line per allocator. */
public final class ResultTable {
    private final BenchResult result;
    private final Table table;

    /** For rows of the given names, which set the width of the first column. */
    public ResultTable(BenchResult result, List<String> rowNames) {
        this.result = result;
        this.table = new Table(List.of(
            Table.Column.left("row", Table.widest(rowNames)),
            Table.Column.left("allocator", Table.widest(names(result))),
            Table.Column.right("ops/s", 8),
            Table.Column.right(names(result).getFirst() + "/peer", 8),
            Table.Column.right("spread", 13),
            Table.Column.left("verdict", 7),
            Table.Column.right("peak MiB", 8),
            Table.Column.right("after MiB", 9),
            Table.Column.right("runs", 5),
            Table.Column.left("", 0)));
    }

    public List<String> head() {
        List<String> lines = new ArrayList<>();
        lines.add(result.machine().describe());
        lines.add(result.describeRuns() + "; ratios are medians of paired runs; even: their spread contains 1.00, or is wider than the"
            + " difference");
        int width = Table.widest(names(result));
        for (Allocator allocator : result.allocators()) {
            lines.add(String.format("  %-" + width + "s  %s  %s", allocator.name(), allocator.file(), allocator.version()));
        }
        lines.add("");
        lines.add(table.header());
        lines.add(table.rule());
        return lines;
    }

    public List<String> lines(RowResult row) {
        List<String> lines = new ArrayList<>();
        if (row.skipped() != null) {
            lines.add(row.name() + "  skipped: " + row.skipped());
        }
        for (Summary summary : row.summaries()) {
            lines.add(table.line(cells(lines.isEmpty() ? row.name() : "", summary)));
        }
        return lines;
    }

    private List<String> cells(String name, Summary summary) {
        boolean known = summary.runs() > 0;
        Paired ratio = summary.ratio();
        boolean compared = ratio != null && ratio.pairs() > 0;
        return List.of(name, summary.allocator(),
            known ? throughput(summary.opsPerSecond()) : "-",
            compared ? number("%.2f", ratio.median()) : ratio == null ? "" : "-",
            compared && ratio.pairs() > 1 ? spread(ratio) : "",
            compared ? ratio.verdict().name().toLowerCase(Locale.ROOT) : "",
            known ? mib(summary.peakRssKib()) : "-",
            known ? mib(summary.rssKib()) : "-",
            summary.runs() + "/" + result.runs(),
            Notes.of(summary));
    }

    /** With a unit: {@code 78.35 M}, {@code 812.00 k}. */
    static String throughput(double opsPerSecond) {
        if (opsPerSecond >= 1e6) {
            return number("%.2f M", opsPerSecond / 1e6);
        }
        return opsPerSecond >= 1e3 ? number("%.2f k", opsPerSecond / 1e3) : number("%.2f  ", opsPerSecond);
    }

    /** {@code 0.95..1.04}, of few digits where it is wide. */
    static String spread(Paired ratio) {
        return bound(ratio.min()) + ".." + bound(ratio.max());
    }

    private static String bound(double ratio) {
        return number(ratio >= 100 ? "%.0f" : ratio >= 10 ? "%.1f" : "%.2f", ratio);
    }

    static String mib(double kib) {
        return number("%.1f", kib / 1024);
    }

    public static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static List<String> names(BenchResult result) {
        return result.allocators().stream().map(Allocator::name).toList();
    }
}
