package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of direct mappings against a map, through growth of its stripes and removal out of the middle of probe sequences. */
class DirectTest {
    /** The process begins with its first block. */
    @BeforeAll
    static void begin() {
        Allocator.free(Allocator.allocate(1, Tls.heap()), Tls.heap());
    }

    @Test
    void everyBlockIsFoundUntilItIsFreed() {
        SplittableRandom random = new SplittableRandom(7);
        Map<Long, Long> live = new HashMap<>();
        long before = Direct.blocks();
        for (int i = 0; i < 20_000; i++) {
            if (live.size() < 6_000 && random.nextInt(3) != 0 || live.isEmpty()) {
                long size = 1 + random.nextInt(20_000);
                long address = Direct.allocate(size, 1) & -2L;
                assertEquals(0, Memory.getLong(address));
                live.put(address, (size + Direct.OS_PAGE - 1) / Direct.OS_PAGE * Direct.OS_PAGE);
            } else {
                long address = live.keySet().iterator().next();
                assertEquals(live.remove(address), Direct.usableSize(address));
                assertTrue(Direct.free(address));
                assertFalse(Direct.free(address));
            }
        }
        live.forEach((address, bytes) -> assertEquals(bytes, Direct.usableSize(address)));
        List.copyOf(live.keySet()).forEach(Direct::free);
        assertEquals(before, Direct.blocks());
    }

    @Test
    void aResizedBlockKeepsItsContentsWhereverItMoves() {
        long address = Direct.allocate(1 << 20, 1) & -2L;
        for (long size = 1 << 20; size <= 64 << 20; size <<= 1) {
            Memory.putLong(address + size - 8, size);
            // Something right behind it, so that it cannot always grow in place.
            long neighbour = Direct.allocate(4096, 1) & -2L;
            address = Direct.resize(address, 2 * size);
            assertEquals(size, Memory.getLong(address + size - 8));
            assertEquals(2 * size, Direct.usableSize(address));
            assertTrue(Direct.free(neighbour));
        }
        address = Direct.resize(address, 1 << 20);
        assertEquals(1 << 20, Memory.getLong(address + (1 << 20) - 8));
        assertTrue(Direct.free(address));
    }

    @Test
    void alignmentsPastTheSystemsPage() {
        for (long alignment = 4096; alignment <= 64 << 20; alignment <<= 1) {
            long address = Direct.allocate(5000, alignment) & -2L;
            assertEquals(0, address & alignment - 1);
            assertEquals(8192, Direct.usableSize(address));
            assertTrue(Direct.free(address));
        }
    }

    @Test
    void aMappingInDemandIsKeptForTheNextBlock() {
        DirectCache.clear();
        long address = Direct.allocate(6 << 20, 1);
        assertEquals(1, address & 1, "a fresh mapping reads as zero");
        assertTrue(Direct.free(address & -2L));
        assertEquals(6 << 20, DirectCache.cachedBytes());
        assertEquals(address & -2L, Direct.allocate(6 << 20, 1), "the same one, with old contents");
        assertEquals(0, DirectCache.cachedBytes());
        assertTrue(Direct.free(address & -2L));
        long grown = Direct.allocate(9 << 20, 1);
        assertEquals(0, grown & 1, "a cached mapping that grew");
        assertEquals(9 << 20, Direct.usableSize(grown));
        assertTrue(Direct.free(grown));
        assertTrue(DirectCache.clear());
        assertFalse(DirectCache.clear());
    }

    /** Between guards lies one block each: the promises of the simulation have what becomes of larger mappings there. */
    @Test
    void aBlockIsCutOffALargerMappingAndGrowsOverTheRest() {
        assumeFalse(Guards.areOn());
        DirectCache.clear();
        long address = Direct.allocate(12 << 20, 1) & -2L;
        assertTrue(Direct.free(address));
        assertEquals(address, Direct.allocate(5 << 20, 1));
        assertEquals(7 << 20, DirectCache.cachedBytes());
        Memory.putLong(address + (5 << 20) - 8, 42);
        assertEquals(address, Direct.resize(address, 9 << 20));
        assertEquals(9 << 20, Direct.usableSize(address));
        assertEquals(3 << 20, DirectCache.cachedBytes());
        long moved = Direct.resize(address, 30 << 20);
        assertEquals(42, Memory.getLong(moved + (5 << 20) - 8));
        Memory.putLong(moved + (30 << 20) - 8, 1);
        assertTrue(Direct.free(moved));
        DirectCache.clear();
    }

    /** The call that finds that they are too old is somebody's malloc. */
    @Test
    void oldMappingsGoBackInPieces() {
        DirectCache.clear();
        long[] blocks = new long[5];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Direct.allocate(9 << 20, 1) & -2L;
        }
        for (long block : blocks) {
            assertTrue(Direct.free(block));
        }
        long later = Os.milliseconds() + Knobs.purgeDecayMs() + 1000;
        for (long left = 45 << 20; left > 0;) {
            assertTrue(DirectCache.hasExpired(later));
            long bytes = DirectCache.expire(later);
            assertTrue(bytes > 0 && bytes <= 4 << 20, bytes + " bytes at once");
            left -= bytes;
            assertEquals(left, DirectCache.cachedBytes());
            if (left == 37 << 20) {
                // What is left of a mapping serves as any other, and so does one that nothing was cut off.
                long block = Direct.allocate(9 << 20, 1) & -2L;
                Memory.putLong(block + (9 << 20) - 8, 1);
                assertEquals(28 << 20, DirectCache.cachedBytes());
                assertTrue(Direct.free(block));
                assertEquals(37 << 20, DirectCache.cachedBytes());
                later += 1000;
            }
        }
        assertFalse(DirectCache.hasExpired(later));
        assertEquals(0, DirectCache.expire(later));
    }

    @Test
    void theCacheIsBoundedAndHugeBlocksGoBackAtOnce() {
        DirectCache.clear();
        long[] blocks = new long[40];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Direct.allocate((5L + i % 8) << 20, 1) & -2L;
        }
        for (long block : blocks) {
            assertTrue(Direct.free(block));
            assertTrue(DirectCache.cachedBytes() <= 64 << 20, "the cache holds " + DirectCache.cachedBytes());
        }
        long before = DirectCache.cachedBytes();
        assertTrue(Direct.free(Direct.allocate(33 << 20, 1) & -2L));
        assertEquals(before, DirectCache.cachedBytes());
        DirectCache.clear();
    }
}
