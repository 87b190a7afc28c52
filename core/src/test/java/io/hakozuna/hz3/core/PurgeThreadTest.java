package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The purge thread's rounds give back what heaps without threads do not need, and a fork finds none of them in the middle of it. */
class PurgeThreadTest {
    private static final int SIZE = 112;
    private static final int BLOCKS = 200_000;
    /** So many of them stay that no span gets empty, but most of their pages do. */
    private static final int KEPT_IN = 500;
    private static final int SECONDS = 30;

    private final Home home = Home.before();
    private final long[] blocks = new long[BLOCKS];

    /** Returns the heap of a thread that has ended, in whose spans little is left. */
    private long sparseHeap() throws InterruptedException {
        AtomicLong heap = new AtomicLong();
        TestThreads.run(1, index -> {
            for (int i = 0; i < BLOCKS; i++) {
                blocks[i] = Allocator.allocate(SIZE, Tls.heap());
            }
            for (int i = 0; i < BLOCKS; i++) {
                if (i % KEPT_IN != 0) {
                    Allocator.free(blocks[i], Tls.heap());
                    blocks[i] = 0;
                }
            }
            heap.set(Tls.heap());
        });
        return heap.get();
    }

    private void roundsUntil(BooleanSupplier done, String what) throws InterruptedException {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(Math.min(PurgeThread.round(), 50));
        }
    }

    private void assertThatAllIsBack() {
        Arrays.stream(blocks).filter(block -> block != 0).forEach(block -> Allocator.free(block, Tls.heap()));
        home.assertThatAllIsBack();
    }

    @Test
    void sparseSpansOfAThreadThatEndedAreThinned() throws InterruptedException {
        long before = Statistics.sum(Heap.HOLLOWED_PAGES);
        sparseHeap();
        long half = (long) BLOCKS * SIZE / 4096 / 2;
        roundsUntil(() -> Statistics.sum(Heap.HOLLOWED_PAGES) >= before + half, "less than half of the pages have gone back");
        assertThatAllIsBack();
    }

    @Test
    void noHeapIsTouchedWhileTheProcessIsCopied() throws InterruptedException {
        long heap = sparseHeap();
        Thread.sleep(2 * Knobs.purgeDecayMs());
        Thread rounds = new Thread(PurgeThread::round);
        Lifecycle.forkPrepare();
        long clock = Memory.getLongOpaque(heap + Heap.CLOCK);
        rounds.start();
        Thread.sleep(200);
        long clockMeanwhile = Memory.getLongOpaque(heap + Heap.CLOCK);
        Lifecycle.forkParent();
        rounds.join();
        assertEquals(clock, clockMeanwhile, "the heap had a tick");
        roundsUntil(() -> Memory.getLongOpaque(heap + Heap.CLOCK) > clock, "the heap never has a tick");
        assertThatAllIsBack();
    }
}
