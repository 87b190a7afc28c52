package io.hakozuna.hz3.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Runs with -Dhz3.mem.limit=256M. */
class LimitsTest {
    @Test
    void ofTheRoot() {
        long before = Hz3.memoryUse().inUse();
        try (RootAllocator root = Hz3Arrow.rootAllocator(10_000)) {
            assertEquals(10_000, root.getLimit());
            ArrowBuf buffer = root.buffer(8192);
            assertThrows(OutOfMemoryException.class, () -> root.buffer(2048));
            buffer.close();
            root.buffer(9216).close();
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void ofAChildThatMayNotHaveItsReservationTaken() {
        long before = Hz3.memoryUse().inUse();
        try (RootAllocator root = Hz3Arrow.rootAllocator(16_384); BufferAllocator first = root.newChildAllocator("first", 8192, 8192);
            BufferAllocator second = root.newChildAllocator("second", 0, 16_384)) {
            assertThrows(OutOfMemoryException.class, () -> first.buffer(8193));
            assertThrows(OutOfMemoryException.class, () -> second.buffer(8193));
            try (ArrowBuf mine = first.buffer(8192); ArrowBuf its = second.buffer(8192)) {
                assertEquals(16_384, root.getAllocatedMemory());
                assertEquals(before + 16_384, Hz3.memoryUse().inUse());
                assertEquals(mine.capacity(), its.capacity());
            }
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void ofHz3IsReportedAsArrowsOwnAndLeavesTheAccountsInOrder() {
        long before = Hz3.memoryUse().inUse();
        try (RootAllocator root = Hz3Arrow.rootAllocator(Long.MAX_VALUE);
            BufferAllocator child = root.newChildAllocator("child", 0, Long.MAX_VALUE)) {
            OutOfMemoryException failure = assertThrows(OutOfMemoryException.class, () -> child.buffer(300 << 20));
            assertTrue(failure.getMessage().contains("hz3.mem.limit"), failure::getMessage);
            assertEquals(OutOfMemoryError.class, failure.getCause().getClass());
            assertEquals(0, child.getAllocatedMemory());
            assertEquals(0, root.getAllocatedMemory());
            assertThrows(OutOfMemoryException.class, () -> child.buffer(Long.MAX_VALUE));
            child.buffer(100 << 20).close();
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }
}
