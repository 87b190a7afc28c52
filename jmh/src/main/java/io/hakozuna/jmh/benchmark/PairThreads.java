package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same by eight threads, with the sizes of {@link Traffic}. The time is what each of the threads sees. With more
 * threads than processors the compiler has little time, so the warm-up is longer.
 */
@Threads(8)
@Warmup(iterations = 12, time = 1)
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
