package io.hakozuna.jmh.report;

import io.hakozuna.hz3.bench.report.MarkedBlock;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results in markdown: a table for each kind of block, with a line for each pattern and a column for each rival. */
public final class RivalTable {
    private static final MarkedBlock BLOCK = new MarkedBlock("jmh");
    /** Allocates nothing, so it is no rival. */
    private static final String NONE = "none";

    private RivalTable() {
    }

    /** Fills the block between the marks {@code jmh:begin} and {@code jmh:end}. */
    public static void fill(Path file, Results results) {
        BLOCK.fill(file, markdown(results));
    }

    public static String markdown(Results results) {
        return results.machines().stream().map(machine -> machine + ".\n").collect(Collectors.joining())
            + "Medians of nanoseconds an operation / bytes of garbage it leaves on the Java heap. Bold: the least time of the line.\n"
            + results.runs().stream().map(run -> "JMH: " + run + ".\n").collect(Collectors.joining())
            + names(results.measurements().stream().map(Measurement::kind)).stream()
                .map(kind -> table(kind, results.measurements().stream().filter(one -> one.kind().equals(kind)).toList()))
                .collect(Collectors.joining());
    }

    private static String table(String kind, List<Measurement> all) {
        List<String> rivals = names(all.stream().map(Measurement::rival));
        return "\n| " + kind + " | " + String.join(" | ", rivals) + " |\n|---|" + "---:|".repeat(rivals.size()) + "\n"
            + names(all.stream().map(Measurement::pattern)).stream()
                .map(pattern -> line(pattern, rivals, all.stream().filter(one -> one.pattern().equals(pattern)).toList()))
                .collect(Collectors.joining());
    }

    private static String line(String pattern, List<String> rivals, List<Measurement> row) {
        double least = row.stream().filter(one -> !one.rival().equals(NONE)).mapToDouble(Measurement::nanos).min().orElse(0);
        return "| " + pattern + " | " + rivals.stream()
            .map(rival -> row.stream().filter(one -> one.rival().equals(rival)).reduce((earlier, later) -> later)
                .map(one -> cell(one, one.nanos() == least)).orElse("-"))
            .collect(Collectors.joining(" | ")) + " |\n";
    }

    private static String cell(Measurement one, boolean bold) {
        String nanos = String.format(Locale.ROOT, one.nanos() < 100 ? "%.1f" : "%.0f", one.nanos());
        String time = bold ? "**" + nanos + "**" : nanos;
        return one.garbage().isEmpty() ? time : time + " / " + String.format(Locale.ROOT, "%.0f", one.garbage().getAsDouble());
    }

    /** Each once, in the order in which they come. */
    private static List<String> names(Stream<String> all) {
        return all.distinct().toList();
    }
}
