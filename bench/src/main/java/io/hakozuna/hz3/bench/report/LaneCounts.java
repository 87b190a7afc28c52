package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the simulation has counted of each lane ({@code docs/results/lane_counts.csv}), as the second half of the page on the lanes. */
final class LaneCounts {
    private static final String FILE = "docs/results/lane_counts.csv";

    /**
     * A line of the file: averages over mallocs and frees, and over the remote ones of the frees.
     *
     * @param program  which relay
     * @param threads  its threads
     * @param lane     the lane
     * @param accesses loads and stores an operation
     * @param atomics  atomic operations an operation
     * @param waits    lines an operation that a load or an atomic operation waits for
     * @param taken    lines an operation that a store takes from others
     * @param message  remote frees a message
     * @param group    remote frees a group of one class; 0 in lanes that have none
     * @param mib      the arena's pages in use at most, in MiB
     */
    record Count(String program, int threads, String lane, double accesses, double atomics, double waits, double taken, double message,
                 double group, double mib) {
        static Count of(String line) {
            String[] cells = line.split(",");
            double[] numbers = new double[cells.length];
            for (int i = 3; i < cells.length; i++) {
                numbers[i] = Double.parseDouble(cells[i]);
            }
            return new Count(cells[0], Integer.parseInt(cells[1]), cells[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7],
                numbers[8], numbers[9]);
        }

        String column() {
            return threads + " " + program;
        }
    }

    private final List<Count> counts;

    private LaneCounts(List<Count> counts) {
        this.counts = counts;
    }

    static LaneCounts read(Path root) {
        try {
            return new LaneCounts(Files.readAllLines(root.resolve(FILE)).stream().skip(1).map(Count::of).toList());
        } catch (IOException e) {
            throw new UsageError("cannot read " + root.resolve(FILE));
        }
    }

    /** The count of a lane; fails if there is none. */
    Count of(String lane, int threads, String program) {
        return counts.stream().filter(count -> count.lane.equals(lane) && count.threads == threads && count.program.equals(program)).findFirst()
            .orElseThrow(() -> new UsageError(FILE + " has no line for " + threads + " threads, " + program + ", " + lane));
    }

    /** A table with a line a lane and a column a program. */
    String grid(String title, Function<Count, String> cell) {
        List<String> columns = counts.stream().map(Count::column).distinct().toList();
        StringBuilder grid = new StringBuilder("\n%s:\n\n| lane | %s |\n|---|%s\n".formatted(title, String.join(" | ", columns),
            "---:|".repeat(columns.size())));
        for (String lane : counts.stream().map(Count::lane).distinct().toList()) {
            grid.append("| `").append(lane).append("` | ").append(counts.stream().filter(count -> count.lane.equals(lane)).map(cell)
                .collect(Collectors.joining(" | "))).append(" |\n");
        }
        return grid.toString();
    }
}
