package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;

/** The same by eight threads, with the sizes of {@link Traffic}. The time is what each of the threads sees. */
@Threads(8)
public class PairThreads extends Measured {
    @Benchmark
    public void raw(RawState state, Traffic traffic) {
        traffic.next();
        state.memory.free(state.memory.allocate(traffic.size()));
    }

    @Benchmark
    public void segment(SegmentState state, Traffic traffic) {
        traffic.next();
        state.pair(traffic.size());
    }

    @Benchmark
    public void buffer(BufferState state, Traffic traffic) {
        traffic.next();
        state.pair(traffic.size());
    }
}
