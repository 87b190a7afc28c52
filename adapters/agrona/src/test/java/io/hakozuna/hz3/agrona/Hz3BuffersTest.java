package io.hakozuna.hz3.agrona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hakozuna.hz3.Hz3;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class Hz3BuffersTest {
    @Test
    void haveTheCapacityAndHoldWhatWasWritten() {
        long before = Hz3.memoryUse().inUse();
        List<UnsafeBuffer> buffers = new ArrayList<>();
        for (int capacity = 0; capacity < 10 << 20; capacity += 1 + capacity / 3) {
            UnsafeBuffer buffer = Hz3Buffers.allocate(capacity);
            assertEquals(capacity, buffer.capacity());
            buffer.verifyAlignment();
            buffer.setMemory(0, capacity, (byte) capacity);
            buffers.add(buffer);
        }
        for (UnsafeBuffer buffer : buffers) {
            int capacity = buffer.capacity();
            for (int i = 0; i < capacity; i += 1 + i / 100) {
                assertEquals((byte) capacity, buffer.getByte(i));
            }
            Hz3Buffers.free(buffer);
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void areCheckedAtTheirBounds() {
        UnsafeBuffer buffer = Hz3Buffers.allocate(100);
        buffer.putLong(92, 1);
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putLong(93, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.getByte(100));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.getByte(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.setMemory(50, 51, (byte) 0));
        Hz3Buffers.free(buffer);
    }

    @Test
    void areZeroedWhereThatIsAskedFor() {
        for (int capacity : new int[] {1, 24, 1000, 5000, 100_000, 5 << 20}) {
            UnsafeBuffer dirty = Hz3Buffers.allocate(capacity);
            dirty.setMemory(0, capacity, (byte) -1);
            Hz3Buffers.free(dirty);
            for (UnsafeBuffer buffer : List.of(Hz3Buffers.allocateZeroed(capacity), Hz3Buffers.allocateZeroed(capacity, 64))) {
                for (int i = 0; i < capacity; i++) {
                    if (buffer.getByte(i) != 0) {
                        assertEquals(0, buffer.getByte(i), "byte " + i + " of " + capacity);
                    }
                }
                Hz3Buffers.free(buffer);
            }
        }
    }

    @Test
    void areAlignedAndAloneInTheirCacheLines() {
        for (int alignment = 1; alignment <= 1 << 20; alignment <<= 1) {
            for (int capacity : new int[] {0, 1, 40, 65, 1000, 33_000}) {
                UnsafeBuffer buffer = Hz3Buffers.allocate(capacity, alignment);
                assertEquals(0, buffer.addressOffset() & alignment - 1);
                assertEquals(capacity, buffer.capacity());
                Hz3Buffers.free(buffer);
            }
        }
        for (int capacity = 1; capacity < 5000; capacity++) {
            UnsafeBuffer buffer = Hz3Buffers.allocate(capacity, BitUtil.CACHE_LINE_LENGTH);
            assertEquals(0, Hz3.usableSize(buffer.addressOffset()) % BitUtil.CACHE_LINE_LENGTH);
            Hz3Buffers.free(buffer);
        }
        assertThrows(IllegalArgumentException.class, () -> Hz3Buffers.allocate(10, 24));
        assertThrows(IllegalArgumentException.class, () -> Hz3Buffers.allocate(10, 0));
    }

    @Test
    void areEmptyOnceTheyAreFreed() {
        long before = Hz3.memoryUse().inUse();
        UnsafeBuffer buffer = Hz3Buffers.allocate(100);
        Hz3Buffers.free(buffer);
        assertEquals(0, buffer.capacity());
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.getByte(0));
        UnsafeBuffer next = Hz3Buffers.allocate(100);
        Hz3Buffers.free(buffer);
        UnsafeBuffer other = Hz3Buffers.allocate(100);
        assertNotEquals(next.addressOffset(), other.addressOffset());
        Hz3Buffers.free(next);
        Hz3Buffers.free(other);
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void mayBeFreedByAViewOfTheWhole() {
        long before = Hz3.memoryUse().inUse();
        UnsafeBuffer buffer = Hz3Buffers.allocate(100);
        Hz3Buffers.free(new UnsafeBuffer(buffer));
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void othersAreRefused() {
        UnsafeBuffer buffer = Hz3Buffers.allocate(100);
        for (DirectBuffer other : List.of(new UnsafeBuffer(buffer, 16, 20), new UnsafeBuffer(new byte[10]), new UnsafeBuffer(),
            new UnsafeBuffer(ByteBuffer.allocateDirect(10)), new UnsafeBuffer(ByteBuffer.allocate(10)))) {
            int capacity = other.capacity();
            assertThrows(IllegalArgumentException.class, () -> Hz3Buffers.free(other));
            assertEquals(capacity, other.capacity());
        }
        try (ExpandableHz3Buffer growing = new ExpandableHz3Buffer()) {
            assertThrows(UnsupportedOperationException.class, () -> Hz3Buffers.free(growing));
            growing.putInt(0, 1);
        }
        Hz3Buffers.free(buffer);
    }

    @Test
    void ofNoSizeOrWithoutMemoryAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Hz3Buffers.allocate(-1));
        assertThrows(IllegalArgumentException.class, () -> Hz3Buffers.allocateZeroed(-1));
        assertThrows(IllegalArgumentException.class, () -> Hz3Buffers.allocate(-1, 64));
        // Above -Dhz3.mem.limit.
        assertThrows(OutOfMemoryError.class, () -> Hz3Buffers.allocate(300 << 20));
    }
}
