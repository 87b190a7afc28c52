package io.hakozuna.hz3.bench.report;

import static io.hakozuna.hz3.bench.report.ResultTable.number;

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
    private static final String HEAD = """

        ## What it takes, counted

        What a clock on two processors does not show is counted in the simulation of the core, lane by lane: threads take turns, and in
        its turn each reads and frees the blocks that lie ready for it and allocates and writes 256 new ones, of which so many percent,
        as the column says, lie ready for another thread, which may be any (*few*: of 49 to 112 bytes, else of 16 to 2048). Each thread
        has a cache of its own in which everything has room, and time stands still. Only what the allocator does is counted; nothing
        depends on chance, and a test holds these figures to what the core does today (`make lane_counts` makes them anew).
        """;

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
     * @param lead     accesses between asking for a line and its use
     * @param message  remote frees a message
     * @param group    remote frees a group of one class; 0 in lanes that have none
     * @param mib      the arena's pages in use at most, in MiB
     */
    private record Count(String program, int threads, String lane, double accesses, double atomics, double waits, double taken, double lead,
                 double message, double group, double mib) {
        static Count of(String line) {
            String[] cells = line.split(",");
            double[] numbers = new double[cells.length];
            for (int i = 3; i < cells.length; i++) {
                numbers[i] = Double.parseDouble(cells[i]);
            }
            return new Count(cells[0], Integer.parseInt(cells[1]), cells[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7],
                numbers[8], numbers[9], numbers[10]);
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
    private Count of(String lane, int threads, String program) {
        return counts.stream()
            .filter(count -> count.lane.equals(lane) && count.threads == threads && count.program.equals(program)).findFirst()
            .orElseThrow(() -> new UsageError(FILE + " has no line for " + threads + " threads, " + program + ", " + lane));
    }

    /** The second half of the page: tables, and what they say of each lane. */
    String text() {
        return HEAD
            + grid("Loads and stores an operation", count -> number("%.1f", count.accesses))
            + grid("Atomic operations in 1000 operations", count -> number("%.1f", 1000 * count.atomics))
            + grid("Cache lines of other threads in 100 operations: those waited for, and those that a store takes without a wait",
                count -> number("%.1f", 100 * count.waits) + ", " + number("%.0f", 100 * count.taken))
            + grid("Remote frees in a message, and in brackets those in a group of one class",
                count -> number("%.0f", count.message) + (count.group == 0 ? "" : " (" + number("%.1f", count.group) + ")"))
            + grid("Pages of the arena in use at most, in MiB", count -> number("%.1f", count.mib))
            + "\nWhat each lane saves by this, and when:\n\n"
            + fast() + stashes() + prefetch() + tables() + sorted() + tolerant();
    }

    private String fast() {
        Count at = of("fast", 2, "r90");
        return """
            - `fast` has no stash: nothing that was freed for others waits in a thread, for %.0f atomic operations in 1000 in place of
              %.1f (two threads, r90). It is for programs whose threads rarely free for each other; where they do, and are many, more
              waits in inboxes.
            """.formatted(1000 * at.atomics, 1000 * of(LanePage.BASE, 2, "r90").atomics);
    }

    private String stashes() {
        Count base = of(LanePage.BASE, 31, "r90");
        Count half = of("scale_r50", 31, "r90");
        Count most = of("scale_r90", 31, "r90");
        return """
            - `scale_r50` and `scale_r90` have larger stashes, so that a message has more where a thread frees for many others: %.0f and
              %.0f remote frees in place of %.0f with 31 threads, %.0f and %.0f atomic operations in 1000 in place of %.0f, and %.1f and
              %.1f loads and stores in place of %.1f. Between two threads a message is long in `scale` too, and there is next to nothing
              to save. It costs a thread up to its stash, in blocks that wait to be sent.
            """.formatted(half.message, most.message, base.message, 1000 * half.atomics, 1000 * most.atomics, 1000 * base.atomics,
            half.accesses, most.accesses, base.accesses);
    }

    private String prefetch() {
        return """
            - `scale_r90_pf2` asks for the line of the object after the next in place of the next one's while a batch is taken home, %.0f
              loads and stores before it is used in place of %.0f (two threads, r90). On the clock here that is even, and so is asking for
              none.
            """.formatted(of("scale_r90_pf2", 2, "r90").lead, of("scale_r90", 2, "r90").lead);
    }

    private String tables() {
        Count few = of("scale_r90_pf2_s97_2", 8, "few_r90");
        Count many = of("scale_r90_pf2_s97_2", 31, "r90");
        Count hashed = of("scale_r50_s97_1", 8, "few_r90");
        return """
            - `scale_r50_s97_1` and `scale_r90_pf2_s97_2` send chains of one class, which their owner puts into the bin as they are: %.1f
              and %.1f loads and stores an operation in place of %.1f and %.1f where four classes are freed for 8 threads, with %.0f and
              %.0f objects in a chain. A chain goes through its objects, and its owner waits for their lines (%.0f in 100 operations,
              where a batch of addresses waits for %.0f). With 72 classes and 31 threads a chain has %.1f objects, and the table costs
              more than it saves: %.1f in place of %.1f. The clock shows no gain here in either case. The hash table of 128 places is full
              soon then; the table of owners and classes takes 2 KiB for each owner.
            """.formatted(hashed.accesses, few.accesses, of("scale_r50", 8, "few_r90").accesses, of("scale_r90_pf2", 8, "few_r90").accesses,
            hashed.group, few.group, 100 * few.waits, 100 * of("scale_r90_pf2", 8, "few_r90").waits, many.group, many.accesses,
            of("scale_r90_pf2", 31, "r90").accesses);
    }

    private String sorted() {
        Count sorted = of("scale_r50_s97_8", 2, "few_r90");
        return """
            - `scale_r50_s97_8` and `scale_r90_pf2_s97_8_t8` sort on the stack and so need no table in a thread's memory, which is 4 KiB,
              or 2 KiB for each owner, with the others. That is what they save: they take %.1f loads and stores an operation, most of them
              of the sorting, in lines that are in the sender's cache, for chains of %.0f objects (two threads, few classes).
            """.formatted(sorted.accesses, sorted.group);
    }

    private String tolerant() {
        return """
            - `scale_tolerant` does what `scale` does up to 63 threads; with more, those that sleep lend their owners.
            """;
    }

    /** A table with a line a lane and a column a program. */
    private String grid(String title, Function<Count, String> cell) {
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
