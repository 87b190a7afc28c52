package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in a bin goes home in bounded pieces, and nothing is lost or given out twice while it is under way. */
class SweepTest {
    private static final int SIZE = 16;
    private static final int BLOCKS = 30_000;
    private static final int BIN = SizeClasses.binOf(SIZE);

    private final long[] blocks = new long[BLOCKS];

    @BeforeEach
    void fillTheBin() {
        Allocator.free(Allocator.allocate(1, Tls.heap()), Tls.heap());
        Lifecycle.trim(Tls.heap());
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = Allocator.allocate(SIZE, Tls.heap());
        }
        for (int i = BLOCKS - 1; i >= 0; i--) {
            int other = random.nextInt(i + 1);
            Allocator.free(blocks[other], Tls.heap());
            blocks[other] = blocks[i];
        }
    }

    @Test
    void aSweepGoesOnlyAsFarAsItsBudget() {
        long heap = Tls.heap();
        long inUse = Statistics.arenaBytesInUse();
        Sweep.sweepSome(heap, BIN, 1000);
        assertTrue(Sweep.anyGoHome(heap), "all of " + BLOCKS + " objects are home at once");
        int sent = 0;
        while (Sweep.anyGoHome(heap)) {
            int more = Sweep.sendHome(heap, 1000);
            assertTrue(more <= 1000, more + " objects in one piece");
            sent += more;
        }
        assertTrue(sent > BLOCKS - 2000, "only " + sent + " objects were sent home");
        assertTrue(inUse - Statistics.arenaBytesInUse() >= (long) BLOCKS * SIZE, "the spans were not retired");
    }

    @Test
    void aClassThatIsWantedAgainTakesItsObjectsBack() {
        long heap = Tls.heap();
        Sweep.sweepSome(heap, BIN, 1000);
        long opened = Statistics.spansOpened();
        Set<Long> distinct = new HashSet<>();
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = Allocator.allocate(SIZE, heap);
            distinct.add(blocks[i]);
            Memory.putLong(blocks[i], i);
            if (i == 0) {
                assertFalse(Sweep.anyGoHome(heap), "the class left its objects where they were");
            }
        }
        assertEquals(BLOCKS, distinct.size(), "a block was given out twice");
        assertTrue(Statistics.spansOpened() - opened <= 1, Statistics.spansOpened() - opened + " spans were opened");
        for (int i = 0; i < BLOCKS; i++) {
            assertEquals(i, Memory.getLong(blocks[i]), "contents of a block");
            Allocator.free(blocks[i], heap);
        }
        Lifecycle.trim(heap);
        assertFalse(Sweep.anyGoHome(heap));
    }

    @Test
    void othersEventsTakeThemHome() {
        long heap = Tls.heap();
        Sweep.sweepSome(heap, BIN, 1);
        for (int i = 0; i < BLOCKS / 1000 * 2; i++) {
            Allocator.free(Allocator.allocate(2 << 20, heap), heap);
        }
        assertFalse(Sweep.anyGoHome(heap), "events took nothing home");
    }

    /** Without any want of memory, and below the bound on attached pages. */
    @Test
    void aClassThatRestsGivesItsObjectsBack() throws InterruptedException {
        long inUse = Statistics.arenaBytesInUse();
        for (int round = 0; round < 12; round++) {
            Thread.sleep(150);
            for (int i = 0; i < 100; i++) {
                Allocator.free(Allocator.allocate(2 << 20, Tls.heap()), Tls.heap());
            }
        }
        long back = inUse - Statistics.arenaBytesInUse();
        assertTrue(back >= (long) BLOCKS * SIZE, "of " + (long) BLOCKS * SIZE + " bytes " + back + " came back");
    }

    /** As for a living thread's heap at the ticks after somebody else's malloc_trim. */
    @Test
    void aTrimThatWasAskedForIsDoneByTicks() {
        long heap = Tls.heap();
        Trim.ask();
        assertTrue(Trim.isDue(heap));
        for (int ticks = 0; ticks < 100 && Trim.isDue(heap); ticks++) {
            long purged = Statistics.purgedPages();
            Purge.tick(heap, Memory.getLong(heap + Heap.CLOCK), Purge.BUDGET);
            long pages = Statistics.purgedPages() - purged;
            assertTrue(pages <= Purge.BUDGET / Purge.PAGE_COST + 1, pages + " pages were purged in one tick");
        }
        assertFalse(Trim.isDue(heap), "the request is still open");
        assertEquals(0, Memory.getLong(heap + Heap.DIRTY_PAGES), "free pages with memory");
    }

    /** It is for others to set the traps; a page of one's own is left alone. */
    @Test
    void whoeverAsksForATrimTrapsTheOthers() throws InterruptedException {
        long own = Allocator.allocate(SIZE, Tls.heap());
        long[] traps = new long[2];
        TestThreads.run(1, thread -> {
            long other = Allocator.allocate(SIZE, Tls.heap());
            untrap(own);
            untrap(other);
            Trim.trapOthers(Tls.heap());
            traps[0] = Arena.tagOf(Arena.pageOf(own)) & PageTag.TRAP;
            traps[1] = Arena.tagOf(Arena.pageOf(other)) & PageTag.TRAP;
            Allocator.free(other, Tls.heap());
        });
        assertEquals(PageTag.TRAP, traps[0], "the page of the other thread");
        assertEquals(0, traps[1], "the page of the thread that asks");
        Allocator.free(own, Tls.heap());
    }

    private static void untrap(long block) {
        PageTag.set(Tls.heap(), Arena.pageOf(block), Arena.tagOf(Arena.pageOf(block)) & ~PageTag.TRAP);
    }
}
