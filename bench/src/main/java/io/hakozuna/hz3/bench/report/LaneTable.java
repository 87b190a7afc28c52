package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The lanes on the front page, between the lane marks of a file: a line each, with means over the numbers of threads. */
public final class LaneTable {
    static final MarkedBlock BLOCK = new MarkedBlock("lanes");
    /** Which of the result's rows a column is the mean of. */
    private static final List<String> COLUMNS = List.of("r0", "r50", "r90", "mixed_r50");

    private LaneTable() {
    }

    /** Fills the block of a file of the project whose folder is given. */
    public static void fill(Path root, Path file, BenchResult result) {
        BLOCK.fill(file, markdown(root, result));
    }

    static String markdown(Path root, BenchResult result) {
        StringBuilder table = new StringBuilder("""
            | lane | for whom | what differs | r0 | r50 | r90 | mixed | memory |
            |---|---|---|---:|---:|---:|---:|---:|
            """);
        for (LaneFile lane : LaneFile.all(root)) {
            table.append("| `%s` | %s | %s | %s |\n".formatted(lane.name(), lane.purpose(), differs(lane), figures(result, lane.name())));
        }
        return table.toString();
    }

    private static String differs(LaneFile lane) {
        return lane.settings().isEmpty() ? "-" : "as %s, but %s".formatted(lane.parent(), lane.differs());
    }

    private static String figures(BenchResult result, String lane) {
        if (lane.equals(LanePage.BASE)) {
            return "1 | 1 | 1 | 1 | 1";
        }
        if (result.allocators().stream().noneMatch(allocator -> allocator.name().equals(LanePage.label(lane)))) {
            return "- | - | - | - | -";
        }
        return COLUMNS.stream().map(column -> speed(rows(result, column), lane)).collect(Collectors.joining(" | ")) + " | "
            + mean(rows(result, String.join("|", COLUMNS)), row -> of(row, lane).peakRssKib() / row.summaries().getFirst().peakRssKib());
    }

    private static List<RowResult> rows(BenchResult result, String columns) {
        Pattern name = Pattern.compile("mt\\d+_(" + columns + ")");
        return result.rows().stream().filter(row -> row.skipped() == null && name.matcher(row.name()).matches()).toList();
    }

    private static Summary of(RowResult row, String lane) {
        return row.summaries().stream().filter(summary -> summary.allocator().equals(LanePage.label(lane))).findFirst().orElseThrow();
    }

    /** The mean, or "even" if each of the rows is, of which there are some. */
    private static String speed(List<RowResult> rows, String lane) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> of(row, lane).ratio().verdict() == Paired.Verdict.EVEN) ? "even"
            : mean(rows, row -> 1 / of(row, lane).ratio().median());
    }

    private static String mean(List<RowResult> rows, ToDoubleFunction<RowResult> ratio) {
        Double mean = GeometricMean.of(rows.stream().mapToDouble(ratio));
        return mean == null ? "-" : ResultTable.number("%.2f", mean);
    }
}
