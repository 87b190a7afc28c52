package io.hakozuna.hz3.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures a row: in each round every allocator runs once, and the order rotates from round to round, so that drift of the machine and
 * the place in the order fall on all alike. The first round warms up and is dropped.
 */
final class Interleaved {
    private static final Duration LIMIT = Duration.ofSeconds(300);

    private final NativeBuild workloads;
    private final List<Allocator> allocators;
    private final int runs;

    Interleaved(NativeBuild workloads, List<Allocator> allocators, int runs) {
        this.workloads = workloads;
        this.allocators = allocators;
        this.runs = runs;
    }

    /** Calls back after each measured round with the row as far as it is known. */
    RowResult measure(Row row, boolean quick, Consumer<RowResult> afterRound) {
        List<String> command = row.command(quick);
        Path program = workloads.program(row.workload());
        List<String> started = Stream.concat(Stream.of(program.toString()), command.stream().skip(1)).toList();
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round <= runs; round++) {
            for (Allocator allocator : order(allocators, round)) {
                Sample sample = Sample.of(round, allocator.name(), Program.run(started, allocator.environment(), LIMIT));
                if (round > 0) {
                    samples.add(sample);
                }
            }
            if (round > 0) {
                afterRound.accept(RowResult.of(row.name(), command, allocators, samples));
            }
        }
        return RowResult.of(row.name(), command, allocators, samples);
    }

    static <T> List<T> order(List<T> list, int round) {
        List<T> rotated = new ArrayList<>(list);
        Collections.rotate(rotated, -round);
        return rotated;
    }
}
