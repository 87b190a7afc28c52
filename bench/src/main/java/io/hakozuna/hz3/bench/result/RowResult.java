package io.hakozuna.hz3.bench.result;

import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
        return of(row, command, null, summaries(allocators, samples), samples, timelines);
    }

    private static List<Summary> summaries(List<Allocator> allocators, List<Sample> samples) {
        String subject = allocators.getFirst().name();
        return allocators.stream().map(allocator -> Summary.of(samples, subject, allocator.name())).toList();
    }

    /** With summaries made anew; a skipped row has none. */
    RowResult summarized(List<Allocator> allocators) {
        return new RowResult(name, group, about, secondary, axis, x, command, skipped,
            skipped == null ? summaries(allocators, samples) : List.of(), samples, timelines, counts);
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

    /** Its rounds in which each of so many allocators ran, and no run failed: those need not be repeated. */
    public Set<Integer> complete(int allocators) {
        Map<Integer, Long> ran = samples.stream().filter(sample -> !sample.failed())
            .collect(Collectors.groupingBy(Sample::round, TreeMap::new, Collectors.counting()));
        ran.values().removeIf(count -> count < allocators);
        return ran.keySet();
    }

    public boolean anyFailed() {
        return samples.stream().anyMatch(Sample::failed);
    }
}
