package io.hakozuna.hz3.bench;

import java.util.List;

/**
 * A row as far as it has been measured.
 *
 * @param name      the row's name
 * @param command   the workload with its arguments
 * @param summaries one for each allocator, the subject first
 * @param samples   every run that was measured
 */
record RowResult(String name, String command, List<Summary> summaries, List<Sample> samples) {
    /** The first of the allocators is the subject. */
    static RowResult of(String name, List<String> command, List<Allocator> allocators, List<Sample> samples) {
        String subject = allocators.getFirst().name();
        return new RowResult(name, String.join(" ", command),
            allocators.stream().map(allocator -> Summary.of(samples, subject, allocator.name())).toList(), List.copyOf(samples));
    }

    boolean anyFailed() {
        return samples.stream().anyMatch(Sample::failed);
    }
}
