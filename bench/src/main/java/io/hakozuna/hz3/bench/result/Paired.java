package io.hakozuna.hz3.bench.result;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The throughput of the subject (hz3) divided by a peer's, round by round: both ran under the same conditions, so the ratio of a pair
 * says more than a ratio of medians. A round in which one of the two is not valid does not count.
 *
 * <p>The spread is Student's interval of the ratios' logarithms, which holds the true one with 99 % confidence: of a hundred rows on
 * which a build runs against itself, one does not contain 1. It always contains the median, and ends at 1/1000 and 1000, beyond which
 * it says nothing.
 *
 * @param pairs  how many rounds count
 * @param median the median of their ratios
 * @param min    the spread's lower end
 * @param max    its upper end
 */
public record Paired(int pairs, double median, double min, double max) {
    /** With fewer pairs than this there is no spread. */
    static final int ENOUGH = 2;
    private static final double FARTHEST = Math.log(1000);

    /** What the spread lets one say of the subject. */
    public enum Verdict { FASTER, EVEN, SLOWER, UNSURE }

    public static Paired of(List<Sample> samples, String subject, String peer) {
        Map<Integer, Sample> peers = samples.stream().filter(sample -> sample.valid() && sample.allocator().equals(peer))
            .collect(Collectors.toMap(Sample::round, Function.identity()));
        return of(samples.stream()
            .filter(sample -> sample.valid() && sample.allocator().equals(subject) && peers.containsKey(sample.round()))
            .mapToDouble(sample -> sample.opsPerSecond() / peers.get(sample.round()).opsPerSecond()).toArray());
    }

    /** Of ratios in any order. */
    public static Paired of(double[] ratios) {
        double median = Median.of(Arrays.stream(ratios));
        if (ratios.length < ENOUGH) {
            return new Paired(ratios.length, median, median, median);
        }
        double[] logarithms = Arrays.stream(ratios).map(Math::log).toArray();
        double mean = Arrays.stream(logarithms).average().orElseThrow();
        double squares = Arrays.stream(logarithms).map(logarithm -> (logarithm - mean) * (logarithm - mean)).sum();
        double half = Student.factor(ratios.length) * Math.sqrt(squares / (ratios.length - 1) / ratios.length);
        return new Paired(ratios.length, median, Math.min(median, Math.exp(Math.max(-FARTHEST, mean - half))),
            Math.max(median, Math.exp(Math.min(FARTHEST, mean + half))));
    }

    /**
     * Even if the spread contains 1 or is wider than the difference from 1. Both are taken as factors, so that 2 and 1/2 are as far from
     * 1: the width is the one by which the spread reaches to either side of its middle, the difference the median or its inverse,
     * whichever is above 1. Without a spread it is unsure.
     */
    public Verdict verdict() {
        if (pairs < ENOUGH) {
            return Verdict.UNSURE;
        }
        if (min <= 1 && max >= 1 || Math.sqrt(max / min) > Math.max(median, 1 / median)) {
            return Verdict.EVEN;
        }
        return median > 1 ? Verdict.FASTER : Verdict.SLOWER;
    }
}
