package io.hakozuna.hz3.bench.result;

import io.hakozuna.hz3.bench.load.Measurement;

/**
 * One run of a row under one allocator.
 *
 * @param round           the round it belongs to: samples of one round are compared with each other
 * @param allocator       the allocator's label
 * @param opsPerSecond    throughput
 * @param peakRssKib      the largest resident size
 * @param rssKib          the resident size after load and idling
 * @param remotePercent   blocks that were really freed by another thread, where the workload tells
 * @param fallbackPercent blocks that should have been and were not
 * @param latency         how long single calls took, where the workload tells, or null
 * @param problem         why the run does not count, or null
 */
public record Sample(int round, String allocator, double opsPerSecond, long peakRssKib, long rssKib, double remotePercent,
                     double fallbackPercent, Latency latency, String problem) {
    public static Sample of(int round, String allocator, Measurement measured) {
        return new Sample(round, allocator, measured.opsPerSecond(), measured.peakRssKib(), measured.rssKib(),
            measured.remotePercent(), measured.fallbackPercent(), measured.latency(), measured.problem());
    }

    boolean valid() {
        return problem == null;
    }

    /** The program crashed, hung or said nothing; an invalid run is no failure. */
    boolean failed() {
        return !valid() && opsPerSecond == 0;
    }
}
