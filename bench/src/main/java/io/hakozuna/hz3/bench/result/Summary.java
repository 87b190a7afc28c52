package io.hakozuna.hz3.bench.result;

import java.util.List;
import java.util.Objects;

/**
 * What the runs of one allocator on one row come to.
 *
 * @param allocator       the label
 * @param runs            how many runs count
 * @param opsPerSecond    their median throughput
 * @param peakRssKib      their median peak resident size
 * @param rssKib          their median resident size after load and idling
 * @param remotePercent   their median share of blocks that another thread freed; 0 where the workload does not tell
 * @param fallbackPercent their median share of blocks that should have been freed by another thread and were not
 * @param latency         the medians of how long single calls took, or null where the workload does not tell
 * @param ratio           the subject against this allocator; null for the subject itself
 * @param problem         why a run does not count, or null
 */
public record Summary(String allocator, int runs, double opsPerSecond, double peakRssKib, double rssKib, double remotePercent,
                      double fallbackPercent, Latency latency, Paired ratio, String problem) {
    public static Summary of(List<Sample> samples, String subject, String allocator) {
        List<Sample> own = samples.stream().filter(sample -> sample.allocator().equals(allocator)).toList();
        List<Sample> valid = own.stream().filter(Sample::valid).toList();
        return new Summary(allocator, valid.size(),
            Median.of(valid.stream().mapToDouble(Sample::opsPerSecond)),
            Median.of(valid.stream().mapToDouble(Sample::peakRssKib)),
            Median.of(valid.stream().mapToDouble(Sample::rssKib)),
            Median.of(valid.stream().mapToDouble(Sample::remotePercent)),
            Median.of(valid.stream().mapToDouble(Sample::fallbackPercent)),
            Latency.of(valid),
            allocator.equals(subject) ? null : Paired.of(samples, subject, allocator),
            own.stream().map(Sample::problem).filter(Objects::nonNull).findFirst().orElse(null));
    }
}
