package io.hakozuna.hz3.bench.count;

import io.hakozuna.hz3.bench.report.CountTable;
import io.hakozuna.hz3.bench.report.Table;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The instruction counts of all hot paths, as lines of a terminal table and as the markdown of {@code docs/HOT_PATHS.md}. */
public final class HotPathReport {
    private final Machine machine;
    private final List<Allocator> allocators;
    private final Table table;
    private final List<List<String>> measured = new ArrayList<>();

    public HotPathReport(Machine machine, List<Allocator> allocators) {
        this.machine = machine;
        this.allocators = allocators;
        this.table = new Table(Stream.concat(
            Stream.of(Table.Column.left("instructions (atomics) of one", Table.widest(titles()))),
            allocators.stream().map(allocator -> Table.Column.right(allocator.name(), 12))).toList());
    }

    public List<String> head() {
        return List.of(machine.describe(), "", table.header(), table.rule());
    }

    /** Takes a path's counts, in the order of the allocators, and gives its line. */
    public String add(HotPath path, List<OperationCount> counts) {
        List<String> cells = Stream.concat(Stream.of(path.title()), counts.stream().map(CountTable::cell)).toList();
        measured.add(cells);
        return table.line(cells);
    }

    public String markdown() {
        String names = allocators.stream().map(Allocator::name).collect(Collectors.joining(" | "));
        String versions = allocators.stream().map(a -> a.name() + " " + a.version()).collect(Collectors.joining(", "));
        return """
            # Instructions of the hot paths

            Instructions that one operation executes inside the allocator's shared object, and in brackets its atomic operations, if it
            has any: callgrind's self cost of the object's functions, as the difference of a long and a short run divided by that of
            their lengths. Work that an allocator does once in many operations (refills, flushes) is thus spread over them; calls into
            libc, such as memset in calloc, are not counted, except for glibc itself. This file is generated:
            `./hz3 bench callgrind --hot-paths docs/HOT_PATHS.md`.

            %s.
            Allocators: %s.

            | operation | %s |
            |---|%s
            """.formatted(machine.describe(), versions, names, "---:|".repeat(allocators.size()))
            + measured.stream().map(cells -> "| " + String.join(" | ", cells) + " |\n").collect(Collectors.joining());
    }

    private static List<String> titles() {
        return Stream.of(HotPath.values()).map(HotPath::title).toList();
    }
}
