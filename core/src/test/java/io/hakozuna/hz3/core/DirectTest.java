package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The table of direct mappings against a map, through growth of its stripes and removal out of the middle of probe sequences. */
class DirectTest {
    @Test
    void everyBlockIsFoundUntilItIsFreed() {
        SplittableRandom random = new SplittableRandom(7);
        Map<Long, Long> live = new HashMap<>();
        long before = Direct.blocks();
        for (int i = 0; i < 20_000; i++) {
            if (live.size() < 6_000 && random.nextInt(3) != 0 || live.isEmpty()) {
                long size = 1 + random.nextInt(20_000);
                long address = Direct.allocate(size, 1);
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
        long address = Direct.allocate(1 << 20, 1);
        for (long size = 1 << 20; size <= 64 << 20; size <<= 1) {
            Memory.putLong(address + size - 8, size);
            // Something right behind it, so that it cannot always grow in place.
            long neighbour = Direct.allocate(4096, 1);
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
            long address = Direct.allocate(5000, alignment);
            assertEquals(0, address & alignment - 1);
            assertEquals(8192, Direct.usableSize(address));
            assertTrue(Direct.free(address));
        }
    }
}
