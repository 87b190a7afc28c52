package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Os;
import org.junit.jupiter.api.Test;

/** Mappings that cannot be unmapped. Here the system refuses them because they do not begin at a page. */
class LeftoversTest {
    private static final long UNALIGNED = 64;

    @Test
    void whatIsRefusedServesBlocksFromTheFirstByteToTheLast() {
        long mapping = Os.map(1 << 20);
        long bytes = (1 << 20) - UNALIGNED;
        assertFalse(Leftovers.unmap(mapping + UNALIGNED, bytes, true));
        assertFalse(Leftovers.retry(Integer.MAX_VALUE), "the system refuses it again");
        assertEquals(0, Leftovers.take(bytes + 1));
        assertEquals(mapping + UNALIGNED, Leftovers.take(4096));
        assertEquals(mapping + UNALIGNED + 4096, Leftovers.take(bytes - 4096));
        assertEquals(0, Leftovers.take(1));
        assertTrue(Os.unmap(mapping, 1 << 20));
    }

    @Test
    void theQueueKeepsItsOthersWhenOneIsTaken() {
        long mapping = Os.map(1 << 20);
        for (int i = 0; i < 3; i++) {
            assertFalse(Leftovers.unmap(mapping + UNALIGNED + i * 65536L, (i + 1) * 4096L, false));
        }
        assertEquals(mapping + UNALIGNED + 2 * 65536, Leftovers.take(3 * 4096), "the last");
        assertFalse(Leftovers.unmap(mapping + UNALIGNED + 2 * 65536, 3 * 4096, false), "goes behind the two others");
        assertEquals(mapping + UNALIGNED + 65536, Leftovers.take(2 * 4096), "the middle one");
        assertEquals(mapping + UNALIGNED, Leftovers.take(4096), "the first");
        assertEquals(mapping + UNALIGNED + 2 * 65536, Leftovers.take(3 * 4096));
        assertEquals(0, Leftovers.take(1));
        assertTrue(Os.unmap(mapping, 1 << 20));
    }

    @Test
    void whatTheSystemTakesIsGone() {
        assertTrue(Leftovers.unmap(Os.map(1 << 20), 1 << 20, true));
        assertFalse(Leftovers.retry(Integer.MAX_VALUE));
    }
}
