package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Benchmark;

/** A block is allocated, touched and freed. */
public class Pair extends Measured {
    @Benchmark
    public void raw(RawState state, Size size) {
        state.memory.free(state.memory.allocate(size.size));
    }

    @Benchmark
    public void segment(SegmentState state, Size size) {
        state.pair(size.size);
    }

    @Benchmark
    public void buffer(BufferState state, Size size) {
        state.pair(size.size);
    }
}
