package io.hakozuna.hz3.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.BufferLedger;
import org.apache.arrow.memory.ReferenceManager;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class BuffersTest {
    @Test
    void liveInBlocksOfHz3() {
        long before = Hz3.memoryUse().inUse();
        try (RootAllocator allocator = Hz3Arrow.rootAllocator(Long.MAX_VALUE); ArrowBuf buffer = allocator.buffer(100_000)) {
            assertTrue(((BufferLedger) buffer.getReferenceManager()).getAllocationManager() instanceof Hz3AllocationManager);
            assertEquals(102_400, buffer.capacity());
            assertEquals(102_400, allocator.getAllocatedMemory());
            assertEquals(before + Hz3.usableSize(buffer.memoryAddress()), Hz3.memoryUse().inUse());
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void ofAllSizesHoldWhatWasWritten() {
        long before = Hz3.memoryUse().inUse();
        try (RootAllocator allocator = Hz3Arrow.rootAllocator(Long.MAX_VALUE)) {
            List<ArrowBuf> buffers = new ArrayList<>();
            for (long size = 1; size < 20 << 20; size += 1 + size / 3) {
                ArrowBuf buffer = allocator.buffer(size);
                assertEquals(0, buffer.memoryAddress() & 15);
                for (long i = 0; i < buffer.capacity(); i++) {
                    buffer.setByte(i, (byte) (size + i));
                }
                buffers.add(buffer);
            }
            int next = 0;
            for (long size = 1; size < 20 << 20; size += 1 + size / 3) {
                ArrowBuf buffer = buffers.get(next++);
                for (long i = 0; i < buffer.capacity(); i++) {
                    if (buffer.getByte(i) != (byte) (size + i)) {
                        assertEquals((byte) (size + i), buffer.getByte(i), "byte " + i + " of " + size);
                    }
                }
                buffer.close();
            }
            assertEquals(0, allocator.getAllocatedMemory());
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void slicesKeepTheBlockUntilTheLastIsClosed() {
        try (RootAllocator allocator = Hz3Arrow.rootAllocator(Long.MAX_VALUE)) {
            long before = Hz3.memoryUse().inUse();
            ArrowBuf buffer = allocator.buffer(8192);
            buffer.setInt(4096, 42);
            ArrowBuf slice = buffer.slice(4096, 4096);
            slice.getReferenceManager().retain();
            buffer.close();
            assertEquals(before + 8192, Hz3.memoryUse().inUse());
            assertEquals(42, slice.getInt(0));
            assertThrows(IndexOutOfBoundsException.class, () -> slice.getInt(4093));
            slice.close();
            assertEquals(before, Hz3.memoryUse().inUse());
        }
    }

    @Test
    void withoutBytesNeedNoMemory() {
        long before = Hz3.memoryUse().inUse();
        ArrowBuf first;
        try (RootAllocator allocator = Hz3Arrow.rootAllocator(0); BufferAllocator child = allocator.newChildAllocator("child", 0, 0)) {
            first = allocator.buffer(0);
            ArrowBuf empty = child.getEmpty();
            assertSame(first, empty);
            assertSame(first, Hz3AllocationManager.FACTORY.empty());
            assertEquals(0, empty.capacity());
            assertEquals(0, empty.readableBytes());
            assertEquals(0, empty.nioBuffer().capacity());
            assertThrows(IndexOutOfBoundsException.class, () -> empty.getByte(0));
            assertThrows(IndexOutOfBoundsException.class, () -> empty.writeByte(1));
            empty.close();
            assertEquals(1, empty.refCnt());
            assertSame(ReferenceManager.NO_OP, empty.getReferenceManager());
            assertEquals(before, Hz3.memoryUse().inUse());
        }
        // Vectors of an allocator that was closed still refer to it.
        assertEquals(0, first.slice(0, 0).capacity());
        try (RootAllocator next = Hz3Arrow.rootAllocator(1)) {
            assertSame(first, next.getEmpty());
        }
    }

    @Test
    void theBlockGoesBackIfTheAllocatorTakesNoManager() {
        RootAllocator closed = Hz3Arrow.rootAllocator(Long.MAX_VALUE);
        closed.close();
        long before = Hz3.memoryUse().inUse();
        AllocationManager.Factory factory = Hz3AllocationManager.FACTORY;
        assertThrows(IllegalStateException.class, () -> factory.create(closed, 4096));
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void sizesBelowZeroAreRefused() {
        try (RootAllocator allocator = Hz3Arrow.rootAllocator(Long.MAX_VALUE)) {
            assertThrows(IllegalArgumentException.class, () -> allocator.buffer(-1));
            assertThrows(IllegalArgumentException.class, () -> Hz3AllocationManager.FACTORY.create(allocator, -1));
        }
    }
}
