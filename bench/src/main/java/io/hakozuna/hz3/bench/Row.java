package io.hakozuna.hz3.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One row of the comparison: a workload with its arguments.
 *
 * @param name      what {@code --row} takes
 * @param workload  the program
 * @param work      how much work a run does (iterations, generations, batches); {@code --quick} does a tenth
 * @param arguments the program's arguments, with {@code %d} for the amount of work
 */
record Row(String name, Workload workload, long work, String arguments) {
    static final List<Row> ALL = List.of(
        new Row("small", Workload.RANDOM_MIXED, 20_000_000, "%d 400 16 2048"),
        new Row("medium", Workload.RANDOM_MIXED, 10_000_000, "%d 400 4096 32768"),
        new Row("mixed", Workload.RANDOM_MIXED, 10_000_000, "%d 400 16 32768"),
        new Row("dist_app", Workload.RANDOM_MIXED, 20_000_000, "%d 400 16 32768 0x12345678 app"),
        new Row("mt2_r0", Workload.MT_REMOTE, 10_000_000, "2 %d 400 16 2048 0"),
        new Row("mt2_r50", Workload.MT_REMOTE, 4_000_000, "2 %d 400 16 2048 50"),
        new Row("mt2_r90", Workload.MT_REMOTE, 4_000_000, "2 %d 400 16 2048 90"),
        new Row("mt2_mixed_r50", Workload.MT_REMOTE, 2_000_000, "2 %d 400 16 32768 50"),
        new Row("mt2_mixed_r90", Workload.MT_REMOTE, 2_000_000, "2 %d 400 16 32768 90"),
        new Row("larson2", Workload.LARSON, 60, "2 %d 40 5000 8 1000"),
        new Row("larson8", Workload.LARSON, 10, "8 %d 40 5000 8 1000"),
        new Row("prodcons2", Workload.PRODCONS, 4_000, "2 %d 4096 64 64"));

    static Row named(String name) {
        return ALL.stream().filter(row -> row.name.equals(name)).findFirst()
            .orElseThrow(() -> new UsageError("no such row: " + name + " (known: " + names() + ")"));
    }

    static String names() {
        return ALL.stream().map(Row::name).collect(Collectors.joining(", "));
    }

    List<String> command(boolean quick) {
        long amount = quick ? Math.max(1, work / 10) : work;
        String filled = arguments.replace("%d", Long.toString(amount));
        return Stream.concat(Stream.of(workload.program()), Arrays.stream(filled.split(" "))).toList();
    }
}
