package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.BlockRival;
import io.hakozuna.jmh.rival.RawRival;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A thousand virtual threads, each of which allocates four blocks with the sizes of {@link Traffic}, yields, frees them, and does so four
 * times. The time is that of one block, with its share of the thread; the rival {@code none} has nothing but that share. As in
 * {@link PairThreads} the warm-up is longer.
 */
@Warmup(iterations = 12, time = 1)
public class VirtualThreads extends Measured {
    private static final int THREADS = 1000;
    private static final int ROUNDS = 4;
    private static final int BLOCKS = 4;

    @Benchmark
    @OperationsPerInvocation(THREADS * ROUNDS * BLOCKS)
    public void raw(UnboundRawState state) {
        RawRival memory = state.memory;
        inThreads(first -> {
            long[] blocks = new long[BLOCKS];
            for (int i = 0; i < BLOCKS; i++) {
                blocks[i] = memory.allocate(Traffic.size(first + i));
            }
            Thread.yield();
            for (long block : blocks) {
                memory.free(block);
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * ROUNDS * BLOCKS)
    public void segment(SegmentState state) {
        blocks(state.memory);
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * ROUNDS * BLOCKS)
    public void buffer(BufferState state) {
        blocks(state.memory);
    }

    private static void blocks(BlockRival memory) {
        inThreads(first -> {
            Object[] blocks = new Object[BLOCKS];
            for (int i = 0; i < BLOCKS; i++) {
                blocks[i] = memory.allocate(Traffic.size(first + i));
            }
            Thread.yield();
            for (Object block : blocks) {
                memory.free(block);
            }
        });
    }

    /** Each round is given the number of its first size. */
    private static void inThreads(IntConsumer round) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                threads.execute(() -> {
                    try {
                        for (int r = 0; r < ROUNDS; r++) {
                            round.accept((thread * ROUNDS + r) * BLOCKS);
                        }
                    } catch (RuntimeException | Error e) {
                        failure.set(e);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a virtual thread failed", failure.get());
        }
    }
}
