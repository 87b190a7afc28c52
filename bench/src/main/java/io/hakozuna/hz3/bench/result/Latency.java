package io.hakozuna.hz3.bench.result;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * How long single calls took.
 *
 * @param malloc those that got a block
 * @param free   those that gave one back
 */
public record Latency(Calls malloc, Calls free) {
    /**
     * The calls of one kind, in nanoseconds.
     *
     * @param p50   half of them took no longer
     * @param p99   all but one in a hundred
     * @param p999  all but one in a thousand
     * @param p9999 all but one in ten thousand
     * @param worst the longest
     */
    public record Calls(double p50, double p99, double p999, double p9999, double worst) {
        private static Calls of(List<Calls> runs) {
            return new Calls(median(runs, Calls::p50), median(runs, Calls::p99), median(runs, Calls::p999), median(runs, Calls::p9999),
                median(runs, Calls::worst));
        }

        private static double median(List<Calls> runs, Function<Calls, Double> figure) {
            return Median.of(runs.stream().mapToDouble(figure::apply));
        }
    }

    /** The medians over runs, or null if none of them tells. */
    static Latency of(List<Sample> runs) {
        List<Latency> known = runs.stream().map(Sample::latency).filter(Objects::nonNull).toList();
        return known.isEmpty() ? null
            : new Latency(Calls.of(known.stream().map(Latency::malloc).toList()), Calls.of(known.stream().map(Latency::free).toList()));
    }
}
