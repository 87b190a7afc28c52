package io.hakozuna.hz3.lwjgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryUtil;

/** LWJGL's own check for leaks, over this allocator. */
class LeaksTest {
    @BeforeAll
    static void ask() {
        Configuration.MEMORY_ALLOCATOR.set(new Hz3MemoryAllocator());
        Configuration.DEBUG_MEMORY_ALLOCATOR.set(true);
    }

    @Test
    void areReportedUntilTheyAreFreed() {
        assertInstanceOf(Hz3MemoryAllocator.class, MemoryUtil.getAllocator(false));
        ByteBuffer buffer = MemoryUtil.memAlloc(12_345);
        long address = MemoryUtil.memAddress(buffer);
        assertEquals(12_345, allocations().get(address));
        // A realloc that fails leaves the block as it was, for the check too.
        assertThrows(OutOfMemoryError.class, () -> MemoryUtil.memRealloc(buffer, 300 << 20));
        assertEquals(12_345, allocations().get(address));
        MemoryUtil.memFree(buffer);
        assertEquals(null, allocations().get(address));
    }

    private static Map<Long, Long> allocations() {
        Map<Long, Long> sizes = new TreeMap<>();
        MemoryUtil.memReport((address, memory, threadId, threadName, stack) -> sizes.put(address, memory));
        return sizes;
    }
}
