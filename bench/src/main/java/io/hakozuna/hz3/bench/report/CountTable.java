package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Instructions and, in brackets, atomic operations of an operation, by row and allocator. */
public final class CountTable {
    private CountTable() {
    }

    public static List<String> lines(BenchResult result) {
        List<RowResult> counted = result.rows().stream().filter(row -> !row.counts().isEmpty()).toList();
        Table table = new Table(Stream.concat(
            Stream.of(Table.Column.left("instructions (atomics) an operation", Table.widest(counted.stream().map(RowResult::name).toList()))),
            result.allocators().stream().map(Allocator::name).map(name -> Table.Column.right(name, 14))).toList());
        List<String> lines = new ArrayList<>(List.of("", table.header(), table.rule()));
        for (RowResult row : counted) {
            lines.add(table.line(Stream.concat(Stream.of(row.name()), row.counts().stream().map(CountTable::cell)).toList()));
        }
        counted.forEach(row -> row.counts().stream().filter(count -> count.problem() != null)
            .forEach(count -> lines.add(row.name() + ": " + count.allocator() + " " + count.problem())));
        return lines;
    }

    /** {@code 46.5 (0.02)}, without the brackets where there are no atomic operations; a dash where nothing could be counted. */
    public static String cell(OperationCount count) {
        if (count.problem() != null) {
            return "-";
        }
        String instructions = ResultTable.number("%.1f", count.instructions());
        return count.atomics() < 0.0005 ? instructions : instructions + ResultTable.number(" (%.3f)", count.atomics());
    }
}
