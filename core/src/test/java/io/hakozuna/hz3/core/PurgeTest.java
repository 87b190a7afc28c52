package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Tls;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Free pages go back by their volume, at once, unless such memory was missed lately. By the allocator's own count of them. */
class PurgeTest {
    private static final int SIZE = 1024;
    private static final long BOUND = 16 << 20;
    /** Ticks come every few events, so the heap may be over its bound for a moment. */
    private static final long SLACK = 2 << 20;

    private final long[] blocks = new long[(128 << 20) / SIZE];

    @BeforeEach
    void settleThisThread() {
        Allocator.free(Allocator.allocate(1, Tls.heap()), Tls.heap());
        Lifecycle.trim(Tls.heap());
    }

    private void burst() {
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Allocator.allocate(SIZE, Tls.heap());
        }
        for (long block : blocks) {
            Allocator.free(block, Tls.heap());
        }
    }

    @Test
    void aBurstThatIsFreedDoesNotStay() throws InterruptedException {
        burst();
        assertTrue(Statistics.arenaBytesRetained() <= BOUND + SLACK, "retained " + Statistics.arenaBytesRetained());
        // Long enough for the purged pages not to count as missed.
        Thread.sleep(700);
        burst();
        assertTrue(Statistics.arenaBytesRetained() <= BOUND + SLACK, "retained " + Statistics.arenaBytesRetained());
    }

    /** Then the pages of all segments come free at about the same time, towards the end. */
    @Test
    void aHeapThatIsFreedInRandomOrderDoesNotStay() {
        Random random = new Random(3);
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Allocator.allocate(16 + random.nextInt(2 * SIZE - 16), Tls.heap());
        }
        for (int i = blocks.length - 1; i >= 0; i--) {
            int other = random.nextInt(i + 1);
            Allocator.free(blocks[other], Tls.heap());
            blocks[other] = blocks[i];
        }
        assertTrue(Statistics.arenaBytesRetained() <= BOUND + SLACK, "retained " + Statistics.arenaBytesRetained());
    }

    @Test
    void burstsThatFollowEachOtherFindTheMemoryOfTheFirst() {
        burst();
        burst();
        long purged = Statistics.purgedPages();
        burst();
        long more = Statistics.purgedPages() - purged << Arena.PAGE_SHIFT;
        assertTrue(more < 32 << 20, "another burst of 128 MiB purged " + more);
    }
}
