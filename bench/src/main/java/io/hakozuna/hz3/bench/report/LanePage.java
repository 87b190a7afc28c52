package io.hakozuna.hz3.bench.report;

import static io.hakozuna.hz3.bench.report.ResultTable.number;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The page on the lanes: for whom each is and what it sets, from the lane files, and what that does, from a result in which {@code scale} is
 * the subject and the other lanes are its peers, and from what the simulation has counted.
 */
public final class LanePage {
    static final String BASE = "scale";
    private static final String HEAD = """
        # Lanes

        Generated from the files in `lanes/`, a run of the bench and counts of the simulation by `./hz3 bench lanes RESULT.json`; do not
        edit. Each lane is a shared object of its own, and differs from its parent by what is listed and by nothing else.

        ## For whom, and what differs

        | lane | for whom | parent | settings |
        |---|---|---|---|
        """;

    private final Path root;
    private final BenchResult result;

    private LanePage(Path root, BenchResult result) {
        this.root = root;
        this.result = result;
    }

    /** The page's text. Throws {@link UsageError} if the result is not one of lanes. */
    public static String of(Path root, BenchResult result) {
        if (!result.allocators().getFirst().name().equals(label(BASE)) && !result.allocators().getFirst().name().equals(BASE)) {
            throw new UsageError("the subject of that result is not the lane " + BASE);
        }
        return new LanePage(root, result).text();
    }

    private String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (LaneFile lane : LaneFile.all(root)) {
            page.append("| `%s` | %s | %s | %s |%n".formatted(lane.name(), lane.purpose(), lane.parent(), lane.differs()));
        }
        page.append("\n## What it does\n\n").append(result.machine().describe()).append(".\nMedians of ").append(result.describeRuns())
            .append("; the rows `mtN_rR` are N threads of which R percent of the frees are of other threads' blocks, of 16 to 2048 bytes, or to ")
            .append("32 KiB where it says mixed; `sh8_N` are batches that any of N threads frees.\n"
                + "Two processors: more threads than that show how a lane does when they take turns.\n"
                + "These figures are of the commit named here, the settings above are today's.\n");
        List<RowResult> rows = result.rows().stream().filter(row -> row.skipped() == null).toList();
        grid(page, rows, "Throughput, as a multiple of `scale`'s (\"even\": the spread contains 1 or is wider than the difference)", LanePage::ratio,
            row -> ResultTable.throughput(row.summaries().getFirst().opsPerSecond()) + "/s");
        grid(page, rows, "Peak resident size in MiB", (row, summary) -> ResultTable.mib(summary.peakRssKib()),
            row -> ResultTable.mib(row.summaries().getFirst().peakRssKib()));
        return page.append(LaneCounts.read(root).text()).toString();
    }

    private void grid(StringBuilder page, List<RowResult> rows, String title, BiFunction<RowResult, Summary, String> cell,
                      Function<RowResult, String> base) {
        page.append("\n").append(title).append(":\n\n| lane | ").append(rows.stream().map(RowResult::name).collect(Collectors.joining(" | ")))
            .append(" |\n|---|").append("---:|".repeat(rows.size())).append("\n| `" + BASE + "` | ")
            .append(rows.stream().map(base).collect(Collectors.joining(" | "))).append(" |\n");
        for (Allocator lane : result.allocators().subList(1, result.allocators().size())) {
            page.append("| `").append(name(lane.name())).append("` | ").append(rows.stream()
                .map(row -> cell.apply(row, row.summaries().stream().filter(summary -> summary.allocator().equals(lane.name())).findFirst()
                    .orElseThrow())).collect(Collectors.joining(" | "))).append(" |\n");
        }
    }

    /** The lane's throughput in multiples of the subject's: the ratio kept is the other way round. */
    private static String ratio(RowResult row, Summary summary) {
        Paired paired = summary.ratio();
        if (paired.pairs() == 0) {
            return "-";
        }
        return paired.verdict() == Paired.Verdict.EVEN ? "even" : number("%.2f", 1 / paired.median());
    }

    static String label(String lane) {
        return "hz3_" + lane;
    }

    private static String name(String label) {
        return label.replaceFirst("^hz3_", "");
    }
}
