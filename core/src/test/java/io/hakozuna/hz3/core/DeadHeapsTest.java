package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Tls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a thread leaves is found by the next one, for a while; then it goes back, although it is other threads that pass the events. */
class DeadHeapsTest {
    private static final int SIZE = 1000;
    private static final int BLOCKS = 400;
    private static final long DECAY_MS = 500;
    private static final long WARM_BYTES_A_HEAP = 512 << 10;

    private final long[] blocks = new long[BLOCKS];

    @BeforeEach
    void settleThisThread() {
        Allocator.free(Allocator.allocate(1, Tls.heap()), Tls.heap());
        Lifecycle.trim(Tls.heap());
    }

    private void allocateAndFree() {
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = Allocator.allocate(SIZE, Tls.heap());
        }
        for (long block : blocks) {
            Allocator.free(block, Tls.heap());
        }
    }

    private long inUse() {
        return Statistics.arenaBytesInUse() + Statistics.arenaBytesRetained();
    }

    @Test
    void theNextThreadFindsTheCachesOfTheLast() throws InterruptedException {
        TestThreads.run(1, thread -> allocateAndFree());
        long[] opened = new long[1];
        TestThreads.run(1, thread -> {
            long before = Statistics.spansOpened();
            allocateAndFree();
            opened[0] = Statistics.spansOpened() - before;
        });
        assertEquals(0, opened[0], "spans opened by the second thread");
    }

    @Test
    void whatNobodyTakesGoesBackAtOtherThreadsEvents() throws InterruptedException {
        passEvents();
        long before = inUse();
        TestThreads.run(1, thread -> allocateAndFree());
        assertTrue(inUse() > before, "the thread left nothing, so there is nothing to see");
        Thread.sleep(DECAY_MS + 100);
        passEvents();
        Thread.sleep(DECAY_MS + 100);
        passEvents();
        assertTrue(inUse() <= before, inUse() + " bytes are held, and were " + before);
    }

    @Test
    void aThreadThatHadALotLeavesLittle() throws InterruptedException {
        long before = inUse();
        TestThreads.run(1, thread -> {
            for (int i = 0; i < 8; i++) {
                allocateAndFree();
                Allocator.free(Allocator.allocate(900_000, Tls.heap()), Tls.heap());
            }
        });
        assertTrue(inUse() - before <= WARM_BYTES_A_HEAP, inUse() - before + " bytes are left");
    }

    private static void passEvents() {
        for (int i = 0; i < 1000; i++) {
            Allocator.free(Allocator.allocate(2 << 20, Tls.heap()), Tls.heap());
        }
    }
}
