package io.hakozuna.hz3.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The comparison on a terminal: a head that tells what was measured where, and for each row one line per allocator. */
final class ResultTable {
    private final BenchResult result;
    private final Table table;

    /** For rows of the given names, which set the width of the first column. */
    ResultTable(BenchResult result, List<String> rowNames) {
        this.result = result;
        this.table = new Table(List.of(
            Table.Column.left("row", Table.widest(rowNames)),
            Table.Column.left("allocator", Table.widest(names(result))),
            Table.Column.right("Mops/s", 8),
            Table.Column.right(names(result).getFirst() + "/peer", 8),
            Table.Column.right("spread", 13),
            Table.Column.left("verdict", 7),
            Table.Column.right("peak MiB", 8),
            Table.Column.right("after MiB", 9),
            Table.Column.right("runs", 5),
            Table.Column.left("", 0)));
    }

    List<String> head() {
        List<String> lines = new ArrayList<>();
        lines.add(result.machine().describe());
        lines.add(result.describeRuns() + "; ratios are medians of paired runs, their spread is min..max; even: it contains 1.00");
        int width = Table.widest(names(result));
        for (Allocator allocator : result.allocators()) {
            lines.add(String.format("  %-" + width + "s  %s  %s", allocator.name(), allocator.file(), allocator.version()));
        }
        lines.add("");
        lines.add(table.header());
        lines.add(table.rule());
        return lines;
    }

    List<String> lines(RowResult row) {
        List<String> lines = new ArrayList<>();
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
            known ? number("%.2f", summary.opsPerSecond() / 1e6) : "-",
            compared ? number("%.2f", ratio.median()) : ratio == null ? "" : "-",
            compared ? number("%.2f..%.2f", ratio.min(), ratio.max()) : "",
            compared ? ratio.verdict().name().toLowerCase(Locale.ROOT) : "",
            known ? mib(summary.peakRssKib()) : "-",
            known ? mib(summary.rssKib()) : "-",
            summary.runs() + "/" + result.runs(),
            summary.problem() == null ? "" : summary.problem());
    }

    static String mib(double kib) {
        return number("%.1f", kib / 1024);
    }

    static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static List<String> names(BenchResult result) {
        return result.allocators().stream().map(Allocator::name).toList();
    }
}
