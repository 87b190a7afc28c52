package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Free pages go back by their volume, at once, unless such memory was missed lately. By the allocator's own count of them. */
class PurgeTest {
    private static final int SIZE = 1024;
    private static final long BOUND = 16 << 20;
    /** Ticks come every few events and purge from a margin on, and the first tick of a burst may purge what that would take. */
    private static final long SLACK = 4 << 20;

    private final long[] blocks = new long[(128 << 20) / SIZE];

    @BeforeEach
    void settleThisThread() {
        Allocator.free(Allocator.allocate(1, Tls.heap()), Tls.heap());
        Lifecycle.trim(Tls.heap());
    }

    @AfterEach
    void forget() {
        Purge.forgetDemand(Tls.heap());
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

    /** Ticks are in somebody's free: what one may give back is bounded to the page, with many segments that are all free. */
    @Test
    void aTickPurgesNoMoreThanItsBudget() {
        long heap = Tls.heap();
        for (int i = 0; i < 100; i++) {
            blocks[i] = Allocator.allocate(1 << 20, heap);
            Memory.putLong(blocks[i], 1);
        }
        for (int i = 0; i < 100; i++) {
            Allocator.free(blocks[i], heap);
        }
        for (int tick = 0; tick < 20; tick++) {
            long purged = Statistics.purgedPages();
            Purge.tick(heap, Memory.getLong(heap + Heap.CLOCK) + 1000, Purge.BUDGET);
            purged = Statistics.purgedPages() - purged;
            assertTrue(purged <= Purge.BUDGET / Purge.PAGE_COST, purged + " pages in a tick");
        }
        Memory.putLong(heap + Heap.CLOCK, Os.milliseconds());
        Memory.putLong(heap + Heap.NEXT_PURGE, Os.milliseconds() + 125);
    }

    /** What bursts have made the bound grow by goes with time, although nothing happens in it. */
    @Test
    void theBoundShrinksByTheTimeThatWentBy() {
        long heap = Tls.heap();
        long now = Memory.getLong(heap + Heap.CLOCK);
        Memory.putLong(heap + Heap.BOUND_GROWTH, 1 << 20);
        Memory.putLong(heap + Heap.BOUND_CHANGED, now - 50_000);
        Memory.putLong(heap + Heap.NEXT_PURGE, now);
        Memory.putLong(heap + Heap.PASS_HAND, 0);
        Purge.tick(heap, now, Purge.BUDGET);
        assertEquals(1 << 10, Memory.getLong(heap + Heap.BOUND_GROWTH));
    }

    @Test
    void theBoundGrowsByFourForAPageThatWasMissedAndByNoMoreThanWouldBeFree() {
        long heap = Tls.heap();
        Memory.putLong(heap + Heap.BOUND_GROWTH, 0);
        Memory.putLong(heap + Heap.VOLUME_PURGED, 1000);
        // However long this test takes.
        Memory.putLong(heap + Heap.VOLUME_PURGED_AT, Os.milliseconds() + 3_600_000);
        long free = Memory.getLong(heap + Heap.DIRTY_PAGES);
        Purge.tookClean(heap, 1);
        assertEquals(4, Memory.getLong(heap + Heap.BOUND_GROWTH));
        Purge.tookClean(heap, 64);
        assertEquals(4 + 4 * 64, Memory.getLong(heap + Heap.BOUND_GROWTH));
        Purge.tookClean(heap, 900);
        assertEquals(free + 1000 - 65, Memory.getLong(heap + Heap.BOUND_GROWTH));
        Purge.tookClean(heap, 64);
        assertEquals(free + 1000 - 65, Memory.getLong(heap + Heap.BOUND_GROWTH), "it shrinks by time alone");
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
