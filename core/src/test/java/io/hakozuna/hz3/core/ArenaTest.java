package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.junit.jupiter.api.Test;

/** Free segments are not charged after a trim, and come back as zeroes. */
class ArenaTest {
    private static final int SEGMENTS = 8;

    private static long[] fill() {
        long[] blocks = new long[SEGMENTS];
        for (int i = 0; i < SEGMENTS; i++) {
            blocks[i] = Blocks.allocateZeroed(Tls.heap(), Arena.SEGMENT_BYTES);
            assertTrue(Arena.pageOf(blocks[i]) >= 0, "a run of a whole segment");
            for (long offset = 0; offset < Arena.SEGMENT_BYTES; offset += 65536) {
                assertEquals(0, Memory.getLong(blocks[i] + offset));
                Memory.putLong(blocks[i] + offset, -1);
            }
        }
        return blocks;
    }

    @Test
    void freeSegmentsAreGivenBackAndTakenAgain() {
        long[] first = fill();
        long before = Statistics.arenaBytesCommitted();
        for (long block : first) {
            Allocator.free(block, Tls.heap());
        }
        assertTrue(Lifecycle.trim(Tls.heap()));
        assertTrue(before - Statistics.arenaBytesCommitted() >= SEGMENTS * Arena.SEGMENT_BYTES);
        assertFalse(Arena.giveBack(), "nothing is left to give back");
        long least = Statistics.arenaBytesCommitted();
        for (long block : fill()) {
            Allocator.free(block, Tls.heap());
        }
        assertEquals(SEGMENTS * Arena.SEGMENT_BYTES, Statistics.arenaBytesCommitted() - least);
        Lifecycle.trim(Tls.heap());
    }

    @Test
    void theSeamTellsWhatIsMappedAlready() {
        long mapping = Os.map(8192);
        Memory.putLong(mapping, 1);
        assertEquals(-1, Os.mapAt(mapping, 4096));
        assertEquals(1, Memory.getLong(mapping));
        assertTrue(Os.decommit(mapping, 8192));
        assertTrue(Os.commit(mapping, 8192));
        assertEquals(0, Memory.getLong(mapping));
        // Far below, where nothing of the virtual machine's is.
        long free = mapping - (1L << 40);
        assertEquals(1, Os.mapAt(free, 8192));
        assertEquals(0, Memory.getLong(free));
        assertTrue(Os.unmap(free, 8192));
        assertTrue(Os.unmap(mapping, 8192));
    }
}
