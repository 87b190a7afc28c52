package io.hakozuna.hz3.insight;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./hz3 stats FILE...}: prints the statistics of one run, or of several beside each other. */
public final class StatsCommand {
    private StatsCommand() {
    }

    public static void main(String[] args) {
        if (args.length == 0 || args[0].startsWith("-")) {
            System.err.println("hz3: usage: ./hz3 stats FILE... (a run with HZ3_STATS=1 HZ3_STATS_FILE=FILE writes one)");
            System.exit(2);
        }
        try {
            List<Report> reports = Stream.of(args).map(file -> Report.sum(Reports.read(Path.of(file)))).toList();
            new Comparison(List.of(args), reports).lines().forEach(System.out::println);
        } catch (IllegalArgumentException e) {
            System.err.println("hz3: " + e.getMessage());
            System.exit(2);
        }
    }
}
