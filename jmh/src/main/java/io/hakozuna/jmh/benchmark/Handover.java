package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * One thread allocates blocks with the sizes of {@link Traffic} and sends them through a ring to another, which frees them. The ring is
 * short, so the time is that of the slower of the two.
 */
public class Handover extends Measured {
    @Benchmark
    public void raw(RawState state, RawHandover handover, Traffic traffic) {
        traffic.next();
        handover.send(state.memory.allocate(traffic.size()));
    }

    @Benchmark
    public void segment(SharedSegmentState state, SegmentHandover handover, Traffic traffic) {
        traffic.next();
        handover.send(state.memory.allocate(traffic.size()));
    }

    @Benchmark
    public void buffer(BufferState state, BufferHandover handover, Traffic traffic) {
        traffic.next();
        handover.send(state.memory.allocate(traffic.size()));
    }
}
