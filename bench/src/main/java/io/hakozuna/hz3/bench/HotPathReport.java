package io.hakozuna.hz3.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The instruction counts of all hot paths, as lines of a terminal table and as the markdown of {@code docs/HOT_PATHS.md}. */
final class HotPathReport {
    private final Machine machine;
    private final List<Allocator> allocators;
    private final Table table;
    private final List<List<String>> measured = new ArrayList<>();

    HotPathReport(Machine machine, List<Allocator> allocators) {
        this.machine = machine;
        this.allocators = allocators;
        this.table = new Table(Stream.concat(
            Stream.of(Table.Column.left("instructions (atomics) of one", Table.widest(titles()))),
            allocators.stream().map(allocator -> Table.Column.right(allocator.name(), 12))).toList());
    }

    List<String> head() {
        return List.of(machine.describe(), "", table.header(), table.rule());
    }

    /** Takes a path's counts, in the order of the allocators, and gives its line. */
    String add(HotPath path, List<Callgrind.PerOperation> counts) {
        List<String> cells = Stream.concat(Stream.of(path.title()), counts.stream().map(HotPathReport::cell)).toList();
        measured.add(cells);
        return table.line(cells);
    }

    String markdown() {
        String names = allocators.stream().map(Allocator::name).collect(Collectors.joining(" | "));
        String versions = allocators.stream().map(a -> a.name() + " " + a.version()).collect(Collectors.joining(", "));
        return """
            # Instructions of the hot paths

            Instructions that one operation executes inside the allocator's shared object, and in brackets its atomic operations, if it
            has any: callgrind's self cost of the object's functions, as the difference of a long and a short run divided by that of
            their lengths. Work that an allocator does once in many operations (refills, flushes) is thus spread over them; calls into
            libc, such as memset in calloc, are not counted, except for glibc itself. This file is generated:
            `java -jar bench/target/hz3-bench.jar --callgrind --hot-paths docs/HOT_PATHS.md`.

            %s.
            Allocators: %s.

            | operation | %s |
            |---|%s
            """.formatted(machine.describe(), versions, names, "---:|".repeat(allocators.size()))
            + measured.stream().map(cells -> "| " + String.join(" | ", cells) + " |\n").collect(Collectors.joining());
    }

    private static String cell(Callgrind.PerOperation count) {
        String instructions = ResultTable.number("%.1f", count.instructions());
        return count.atomics() < 0.005 ? instructions : instructions + ResultTable.number(" (%.2f)", count.atomics());
    }

    private static List<String> titles() {
        return Stream.of(HotPath.values()).map(HotPath::title).toList();
    }
}
