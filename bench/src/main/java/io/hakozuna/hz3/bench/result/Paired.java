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
 * <p>The spread is the interval between two of the sorted ratios that holds the true median with at least 90 % confidence, whatever
 * their distribution (each ratio is above the median with one half, so the count of those above is binomial); of fewer than eight
 * pairs it is all of them, with less confidence below five.
 *
 * @param pairs  how many rounds count
 * @param median the median of their ratios
 * @param min    the spread's lower end
 * @param max    its upper end
 */
public record Paired(int pairs, double median, double min, double max) {
    /** With fewer pairs than this the spread says nothing. */
    static final int ENOUGH = 3;
    private static final double CONFIDENCE = 0.9;

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
        if (ratios.length == 0) {
            return new Paired(0, 0, 0, 0);
        }
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        int dropped = dropped(sorted.length);
        return new Paired(sorted.length, Median.of(Arrays.stream(sorted)), sorted[dropped], sorted[sorted.length - 1 - dropped]);
    }

    /** How many ratios may be left out on each side. */
    static int dropped(int pairs) {
        int dropped = -1;
        double term = Math.pow(0.5, pairs);
        double tail = term;
        while (1 - 2 * tail >= CONFIDENCE) {
            dropped++;
            term *= (double) (pairs - dropped) / (dropped + 1);
            tail += term;
        }
        return Math.max(dropped, 0);
    }

    /** Even if the spread contains 1 or is wider than the difference from 1, both taken as ratios: 2 and 1/2 are as far from 1. */
    public Verdict verdict() {
        if (pairs < ENOUGH) {
            return Verdict.UNSURE;
        }
        if (min <= 1 && max >= 1 || max / min > Math.max(median, 1 / median)) {
            return Verdict.EVEN;
        }
        return median > 1 ? Verdict.FASTER : Verdict.SLOWER;
    }
}
