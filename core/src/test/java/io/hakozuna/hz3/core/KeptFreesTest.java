package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bin keeps what a program that replaces blocks will want next, and next to nothing of what one has no use for. */
class KeptFreesTest {
    private static final int SIZE = 128;
    private static final int BIN = SizeClasses.binOf(SIZE);
    /** Many more than the attached spans have. */
    private static final int BLOCKS = 100_000;

    private final long[] blocks = new long[BLOCKS];
    private final SplittableRandom random = new SplittableRandom(7);
    private final Home home = Home.before();

    @BeforeEach
    void allocate() {
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = Allocator.allocate(SIZE, Tls.heap());
        }
    }

    @AfterEach
    void everythingIsHome() {
        Arrays.stream(blocks).filter(block -> block != 0).forEach(block -> Allocator.free(block, Tls.heap()));
        home.assertThatAllIsBack();
    }

    private void replace(int times) {
        for (int i = 0; i < times; i++) {
            int victim = random.nextInt(BLOCKS);
            int other = random.nextInt(BLOCKS);
            // Two at a time, so that the bin is not always as full as before.
            Allocator.free(blocks[victim], Tls.heap());
            if (other != victim) {
                Allocator.free(blocks[other], Tls.heap());
                blocks[other] = Allocator.allocate(SIZE, Tls.heap());
            }
            blocks[victim] = Allocator.allocate(SIZE, Tls.heap());
        }
    }

    /** A block of a detached span. */
    private long detachedBlock() {
        return Arrays.stream(blocks).filter(block -> (Arena.tagOf(Arena.pageOf(block)) & PageTag.DETACHED) != 0).findFirst().orElseThrow();
    }

    @Test
    void randomReplacementSeldomNeedsARefill() {
        replace(10_000);
        long before = Statistics.sum(Heap.REFILLS);
        replace(50_000);
        long refills = Statistics.sum(Heap.REFILLS) - before;
        assertTrue(refills < 2_000, refills + " refills for 100,000 blocks that came and went");
    }

    @Test
    void theObjectThatWasFreedLastIsTheNext() {
        replace(1_000);
        long block = detachedBlock();
        Memory.putInt(Tls.heap() + Heap.MAY_KEEP + BIN * 8L, 1);
        Allocator.free(block, Tls.heap());
        assertEquals(block, Allocator.allocate(SIZE, Tls.heap()));
    }

    @Test
    void replacementAttachesMoreSpansAndASweepNone() {
        long record = Heap.classRecord(Tls.heap(), BIN);
        assertEquals(Knobs.attachedSpans(), Memory.getInt(record + Heap.ATTACHED_COUNT), "attached by allocating alone");
        replace(50_000);
        assertEquals(Math.min(Knobs.attachedSpansReplaced(), Knobs.keptFrees() / 2), Memory.getInt(record + Heap.ATTACHED_COUNT));
        Sweep.sweep(Tls.heap(), BIN);
        replace(100);
        assertTrue(Memory.getInt(record + Heap.ATTACHED_COUNT) <= Knobs.attachedSpans(), "attached soon after a sweep");
    }

    @Test
    void aBurstThatIsFreedKeepsFewSpans() {
        replace(20_000);
        SplittableRandom order = new SplittableRandom(8);
        for (int i = BLOCKS - 1; i >= 0; i--) {
            int other = order.nextInt(i + 1);
            Allocator.free(blocks[other], Tls.heap());
            blocks[other] = blocks[i];
            blocks[i] = 0;
        }
        long kept = home.growth();
        assertTrue(kept <= 16 * Arena.PAGE_BYTES, kept + " bytes are in use by nothing");
    }

    @Test
    void aSweepBeginsAnew() {
        replace(10_000);
        Sweep.sweep(Tls.heap(), BIN);
        int kept = 0;
        for (int i = 0; i < 100; i++) {
            Allocator.free(blocks[i], Tls.heap());
            blocks[i] = 0;
        }
        for (long object = Memory.getLong(Heap.head(Tls.heap(), BIN)); object != 0; object = Memory.getLong(object)) {
            kept++;
        }
        assertEquals(0, kept, "objects are kept although nothing was refilled since the sweep");
    }

    @Test
    void aSecondFreeOfWhatIsKeptIsNoticed() {
        replace(1_000);
        long block = detachedBlock();
        Memory.putInt(Tls.heap() + Heap.MAY_KEEP + BIN * 8L, 2);
        Allocator.free(block, Tls.heap());
        assertThrows(IllegalStateException.class, () -> Allocator.free(block, Tls.heap()));
        assertEquals(block, Allocator.allocate(SIZE, Tls.heap()));
    }
}
