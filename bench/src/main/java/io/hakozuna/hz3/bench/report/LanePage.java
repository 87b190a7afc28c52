package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The page on the lanes: for whom each is and what it sets, from the lane files, and what that does, from a result in which {@code scale} is
 * the subject and the other lanes are its peers.
 */
public final class LanePage {
    static final String BASE = "scale";
    private static final String HEAD = """
        # Lanes

        Generated from the files in `lanes/` and a run of the bench by `./hz3 bench lanes RESULT.json`; do not edit. Each lane is a shared
        object of its own, and differs from its parent by what is listed and by nothing else.

        ## For whom, and what differs

        | lane | for whom | parent | settings |
        |---|---|---|---|
        """;

    /** These lanes are rarely faster beyond chance where threads take turns on few processors. */
    private static final String WHAT_GROUPING_SAVES = """

        What the lanes that group by class (S97) save, and when, is seen in operations: mail in chains of one class costs the sender 3 to 15
        instructions an object more than a batch of addresses, and its owner's malloc after it 12.5 in place of 33 where one class is
        freed, with one look at a page tag for a chain of 190 objects of four classes, or 4 to 5 of many. A chain goes through its objects,
        whose cache lines so come to the sender and go back, which a batch spares
        ([DECISIONS.md](DECISIONS.md), "mail in groups of one class" and "who frees for another thread does not touch the object").
        """;

    private final Path folder;
    private final BenchResult result;

    private LanePage(Path folder, BenchResult result) {
        this.folder = folder;
        this.result = result;
    }

    /** The page's text. Throws {@link UsageError} if the result is not one of lanes. */
    public static String of(Path laneFolder, BenchResult result) {
        if (!result.allocators().getFirst().name().equals(label(BASE)) && !result.allocators().getFirst().name().equals(BASE)) {
            throw new UsageError("the subject of that result is not the lane " + BASE);
        }
        return new LanePage(laneFolder, result).text();
    }

    private String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (LaneFile lane : lanes()) {
            page.append("| `%s` | %s | %s | %s |%n".formatted(lane.name(), lane.purpose(), lane.parent(),
                lane.settings().isEmpty() ? "-" : lane.settings().stream().map(setting -> "`" + setting + "`").collect(Collectors.joining(", "))));
        }
        page.append("\n## What it does\n\n").append(result.machine().describe()).append(".\nMedians of ").append(result.describeRuns())
            .append("; the rows `mtN_rR` are N threads of which R percent of the frees are of other threads' blocks, of 16 to 2048 bytes, or to ")
            .append("32 KiB where it says mixed.\nTwo processors: more threads than that show how a lane does when they take turns.\n"
                + "These figures are of the commit named here, the settings above are today's.\n");
        List<RowResult> rows = result.rows().stream().filter(row -> row.skipped() == null).toList();
        grid(page, rows, "Throughput, as a multiple of `scale`'s (\"even\": the spread contains 1 or is wider than the difference)", LanePage::ratio,
            row -> ResultTable.throughput(row.summaries().getFirst().opsPerSecond()) + "/s");
        grid(page, rows, "Peak resident size in MiB", (row, summary) -> ResultTable.mib(summary.peakRssKib()),
            row -> ResultTable.mib(row.summaries().getFirst().peakRssKib()));
        List<RowResult> counted = rows.stream().filter(row -> !row.counts().isEmpty()).toList();
        if (!counted.isEmpty()) {
            grid(page, counted, "Instructions of an operation, and in brackets its atomic operations (callgrind)", LanePage::count,
                row -> count(row, row.summaries().getFirst()));
            page.append(WHAT_GROUPING_SAVES);
        }
        return page.toString();
    }

    private List<LaneFile> lanes() {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".lane")).sorted().map(LaneFile::read).toList();
        } catch (IOException e) {
            throw new UsageError("cannot read " + folder);
        }
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
        return paired.verdict() == Paired.Verdict.EVEN ? "even" : ResultTable.number("%.2f", 1 / paired.median());
    }

    private static String count(RowResult row, Summary summary) {
        return row.counts().stream().filter(count -> count.problem() == null && count.allocator().equals(summary.allocator())).findFirst()
            .map(LanePage::count).orElse("-");
    }

    private static String count(OperationCount count) {
        return ResultTable.number("%.1f", count.instructions()) + " (" + ResultTable.number("%.3f", count.atomics()) + ")";
    }

    private static String label(String lane) {
        return "hz3_" + lane;
    }

    private static String name(String label) {
        return label.replaceFirst("^hz3_", "");
    }
}
