package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Tls;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The rounds of the watch give back what heaps without threads do not need, and come seldom where there is nothing. */
class WatchTest {
    private static final int SIZE = 112;
    private static final int BLOCKS = 200_000;
    /** So many of them stay that no span gets empty, but most of their pages do. */
    private static final int KEPT_IN = 500;
    private static final int SECONDS = 30;

    private final Home home = Home.before();

    @Test
    void sparseSpansOfAThreadThatEndedAreThinned() throws InterruptedException {
        long[] blocks = new long[BLOCKS];
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
        });
        long wanted = Statistics.sum(Heap.HOLLOWED_PAGES) + (long) BLOCKS * SIZE / 4096 / 2;
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (Statistics.sum(Heap.HOLLOWED_PAGES) < wanted) {
            assertTrue(System.nanoTime() < end, "pages hollowed of the wanted " + wanted + ": " + Statistics.sum(Heap.HOLLOWED_PAGES));
            Thread.sleep(Math.min(Watch.round(), 50));
        }
        Arrays.stream(blocks).filter(block -> block != 0).forEach(block -> Allocator.free(block, Tls.heap()));
        home.assertThatAllIsBack();
    }

    @Test
    void roundsWithoutWorkComeSeldom() throws InterruptedException {
        int longest = 0;
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (longest < 2000) {
            assertTrue(System.nanoTime() < end, "the rest is never longer than " + longest + " ms");
            longest = Watch.round();
        }
        assertEquals(Math.max(2000, Knobs.purgeDecayMs() / 4), longest);
    }
}
