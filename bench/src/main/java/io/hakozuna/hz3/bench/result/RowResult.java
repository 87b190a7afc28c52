package io.hakozuna.hz3.bench.result;

import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.util.List;

/**
 * A row as far as it has been measured.
 *
 * @param name      the row's name
 * @param group     what it is about: the label of a {@link io.hakozuna.hz3.bench.load.Group}
 * @param about     one sentence
 * @param secondary a synthetic extreme, which decides nothing by itself
 * @param axis      what grows along the curve that the row is a point of, or null
 * @param x         how large that is
 * @param command   the workload with its arguments
 * @param skipped   why the row could not be measured, or null
 * @param summaries one for each allocator, the subject first
 * @param samples   every run that was measured
 * @param timelines the resident size over time in the last round, one for each allocator
 * @param counts    what an operation costs, one for each allocator, if that was counted
 */
public record RowResult(String name, String group, String about, boolean secondary, String axis, double x, String command,
                        String skipped, List<Summary> summaries, List<Sample> samples, List<Timeline> timelines,
                        List<OperationCount> counts) {
    /** The first of the allocators is the subject. */
    public static RowResult of(Row row, String command, List<Allocator> allocators, List<Sample> samples, List<Timeline> timelines) {
        String subject = allocators.getFirst().name();
        List<Summary> summaries = allocators.stream().map(allocator -> Summary.of(samples, subject, allocator.name())).toList();
        return of(row, command, null, summaries, samples, timelines);
    }

    /** A row that this machine cannot measure. */
    public static RowResult skipped(Row row, String command, String reason) {
        return of(row, command, reason, List.of(), List.of(), List.of());
    }

    private static RowResult of(Row row, String command, String skipped, List<Summary> summaries, List<Sample> samples,
                                List<Timeline> timelines) {
        String axis = row.point() == null ? null : row.point().axis();
        double x = row.point() == null ? 0 : row.point().x();
        return new RowResult(row.name(), row.group().label(), row.about(), row.secondary(), axis, x, command, skipped, summaries,
            List.copyOf(samples), List.copyOf(timelines), List.of());
    }

    public RowResult with(List<OperationCount> counted) {
        return new RowResult(name, group, about, secondary, axis, x, command, skipped, summaries, samples, timelines, counted);
    }

    /** How many rounds of it are complete, of the given number of allocators. */
    public int rounds(int allocators) {
        return allocators == 0 ? 0 : samples.size() / allocators;
    }

    public boolean anyFailed() {
        return samples.stream().anyMatch(Sample::failed);
    }
}
