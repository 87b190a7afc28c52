package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a result as markdown tables between the bench marks of a file, and leaves the rest of the file as it is. */
public final class ReadmeTable {
    static final String BEGIN = "<!-- bench:begin -->";
    static final String END = "<!-- bench:end -->";

    private ReadmeTable() {
    }

    public static void fill(Path file, BenchResult result) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UsageError("cannot read " + file);
        }
        String filled = replaceBlock(text, markdown(result));
        if (filled == null) {
            throw new UsageError(file + " has no block " + BEGIN + " ... " + END);
        }
        try {
            Files.writeString(file, filled);
        } catch (IOException e) {
            throw new UsageError("cannot write " + file);
        }
    }

    /** The text with a new block between the marks, or null if it lacks them. */
    static String replaceBlock(String text, String block) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            return null;
        }
        return text.substring(0, begin + BEGIN.length()) + "\n" + block + text.substring(end);
    }

    static String markdown(BenchResult result) {
        String subject = result.allocators().getFirst().name();
        List<Allocator> peers = result.allocators().subList(1, result.allocators().size());
        String versions = peers.stream().map(peer -> peer.name() + " " + peer.version()).collect(Collectors.joining(", "));
        List<RowResult> rows = result.rows().stream().filter(ReadmeTable::isMain).toList();
        return result.machine().describe() + ".\n"
            + "Peers: " + versions + ". Medians of " + result.describeRuns() + ".\n\n"
            + "Throughput of " + subject + " divided by the peer's (above 1 is faster; \"even\": the spread contains 1 or is wider than the difference):\n\n"
            + table(List.of("row", subject + " ops/s"), peers, rows, ReadmeTable::throughput)
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
        String median = ResultTable.number("%.2f", paired.median());
        return paired.pairs() == 0 ? "-" : switch (paired.verdict()) {
            case FASTER -> "**" + median + "**";
            case EVEN -> "even";
            case SLOWER, UNSURE -> median;
        };
    }

    private static String resident(RowResult row) {
        return row.summaries().stream()
            .map(summary -> summary.runs() == 0 ? "-" : ResultTable.mib(summary.peakRssKib()) + " / " + ResultTable.mib(summary.rssKib()))
            .collect(Collectors.joining(" | "));
    }
}
