package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Benchmark;

/** Of the blocks that are alive, with the sizes of {@link Traffic}, a random one is freed and one of the next size is allocated. */
public class Held extends Measured {
    @Benchmark
    public void raw(RawState state, Live live, Traffic traffic) {
        traffic.next();
        state.replace(traffic.slot(live.live), traffic.size());
    }

    @Benchmark
    public void segment(SegmentState state, Live live, Traffic traffic) {
        traffic.next();
        state.replace(traffic.slot(live.live), traffic.size());
    }

    @Benchmark
    public void buffer(BufferState state, Live live, Traffic traffic) {
        traffic.next();
        state.replace(traffic.slot(live.live), traffic.size());
    }
}
