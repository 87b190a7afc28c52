package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a result as markdown tables between the bench marks of a file, and leaves the rest of the file as it is. */
public final class ReadmeTable {
    static final MarkedBlock BLOCK = new MarkedBlock("bench");
    private static final String UNSURE = " (?)";

    private ReadmeTable() {
    }

    public static void fill(Path file, BenchResult result) {
        BLOCK.fill(file, markdown(result));
    }

    static String markdown(BenchResult result) {
        String subject = result.allocators().getFirst().name();
        List<Allocator> peers = result.allocators().subList(1, result.allocators().size());
        String versions = peers.stream().map(peer -> peer.name() + " " + peer.version()).collect(Collectors.joining(", "));
        List<RowResult> rows = result.rows().stream().filter(ReadmeTable::isMain).toList();
        return result.machine().describe() + ".\n"
            + "Peers: " + versions + ". Medians of " + result.describeRuns() + ".\n\n"
            + "Throughput of " + subject + " divided by the peer's, above 1 is faster, with its spread (99 %). Bold: " + subject
            + " is faster for sure. \"even\": the\nspread contains 1 or is wider than the difference."
            + unsure(rows) + "\n\n"
            + table(List.of("row", subject + " ops/s"), peers, rows, ReadmeTable::throughput)
            + footnote(result, rows)
            + "\nResident size in MiB, at its peak / after all was freed:\n\n"
            + table(List.of("row"), result.allocators(), rows, ReadmeTable::resident);
    }

    /** The front page has no room for points of curves, extremes and what could not be measured. */
    static boolean isMain(RowResult row) {
        return row.axis() == null && !row.secondary() && row.skipped() == null;
    }

    private static String table(List<String> first, List<Allocator> rest, List<RowResult> rows, Function<RowResult, String> line) {
        String titles = String.join(" | ", first) + " | " + rest.stream().map(Allocator::name).collect(Collectors.joining(" | "));
        return "| " + titles + " |\n|---|" + "---:|".repeat(first.size() + rest.size() - 1) + "\n"
            + rows.stream().map(row -> "| " + row.name() + " | " + line.apply(row) + " |\n").collect(Collectors.joining());
    }

    private static String throughput(RowResult row) {
        Summary subject = row.summaries().getFirst();
        String own = subject.runs() == 0 ? "-" : ResultTable.throughput(subject.opsPerSecond());
        return own + " | " + row.summaries().stream().skip(1).map(summary -> ratio(summary.ratio())).collect(Collectors.joining(" | "));
    }

    private static String ratio(Paired paired) {
        if (paired.pairs() == 0) {
            return "-";
        }
        String median = ResultTable.number("%.2f", paired.median());
        String spread = " " + ResultTable.spread(paired);
        return switch (paired.verdict()) {
            case FASTER -> "**" + median + "**" + spread;
            case EVEN -> "even" + spread;
            case SLOWER -> median + spread;
            case UNSURE -> median + UNSURE;
        };
    }

    /** Explains the mark where it is used. */
    private static String unsure(List<RowResult> rows) {
        boolean any = rows.stream().flatMap(row -> row.summaries().stream()).map(Summary::ratio)
            .anyMatch(ratio -> ratio != null && ratio.pairs() > 0 && ratio.verdict() == Paired.Verdict.UNSURE);
        return any ? " \"" + UNSURE.strip() + "\": of one pair of runs, which tells nothing for sure." : "";
    }

    /** Whose runs do not count, where and why: what the dashes stand for. */
    private static String footnote(BenchResult result, List<RowResult> rows) {
        String reasons = Uncounted.of(result, rows).stream().filter(Uncounted::none)
            .map(one -> one.allocator() + " on " + String.join(", ", one.rows()) + ": " + one.reason()).collect(Collectors.joining("; "));
        return reasons.isEmpty() ? "" : "\n\"-\": no run counts. " + reasons + ".\n";
    }

    private static String resident(RowResult row) {
        return row.summaries().stream()
            .map(summary -> summary.runs() == 0 ? "-" : ResultTable.mib(summary.peakRssKib()) + " / " + ResultTable.mib(summary.rssKib()))
            .collect(Collectors.joining(" | "));
    }
}
