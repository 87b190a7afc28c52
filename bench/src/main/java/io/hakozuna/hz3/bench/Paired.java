package io.hakozuna.hz3.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The throughput of the subject (hz3) divided by a peer's, round by round: both ran under the same conditions, so the ratio of a pair
 * says more than a ratio of medians. A round in which one of the two is not valid does not count.
 *
 * @param pairs  how many rounds count
 * @param median the median of their ratios
 * @param min    the smallest
 * @param max    the largest
 */
record Paired(int pairs, double median, double min, double max) {
    /** With fewer pairs than this the spread says nothing. */
    static final int ENOUGH = 3;

    /** What the spread lets one say of the subject. */
    enum Verdict { FASTER, EVEN, SLOWER, UNSURE }

    static Paired of(List<Sample> samples, String subject, String peer) {
        Map<Integer, Sample> peers = samples.stream().filter(sample -> sample.valid() && sample.allocator().equals(peer))
            .collect(Collectors.toMap(Sample::round, Function.identity()));
        double[] ratios = samples.stream()
            .filter(sample -> sample.valid() && sample.allocator().equals(subject) && peers.containsKey(sample.round()))
            .mapToDouble(sample -> sample.opsPerSecond() / peers.get(sample.round()).opsPerSecond())
            .sorted().toArray();
        if (ratios.length == 0) {
            return new Paired(0, 0, 0, 0);
        }
        return new Paired(ratios.length, Median.of(Arrays.stream(ratios)), ratios[0], ratios[ratios.length - 1]);
    }

    /** Even if the spread contains 1. */
    Verdict verdict() {
        if (pairs < ENOUGH) {
            return Verdict.UNSURE;
        }
        if (min <= 1 && max >= 1) {
            return Verdict.EVEN;
        }
        return median > 1 ? Verdict.FASTER : Verdict.SLOWER;
    }
}
