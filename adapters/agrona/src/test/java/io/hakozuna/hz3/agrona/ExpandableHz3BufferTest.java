package io.hakozuna.hz3.agrona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpandableHz3BufferTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 128, 4096})
    void doesWhatAgronasDoes(int initialCapacity) {
        long before = Hz3.memoryUse().inUse();
        Random random = new Random(initialCapacity);
        MutableDirectBuffer model = new ExpandableDirectByteBuffer(initialCapacity);
        try (ExpandableHz3Buffer buffer = new ExpandableHz3Buffer(initialCapacity)) {
            assertEquals(initialCapacity, buffer.capacity());
            int reach = 1;
            for (int i = 0; i < 3000; i++) {
                int index = random.nextInt(reach);
                int operation = random.nextInt(10);
                long seed = random.nextLong();
                write(model, operation, index, new Random(seed));
                write(buffer, operation, index, new Random(seed));
                assertEquals(model.capacity(), buffer.capacity());
                reach += reach / 500 + 1;
            }
            assertTrue(buffer.capacity() > 1000);
            for (int i = 0; i < model.capacity(); i++) {
                assertEquals(model.getByte(i), buffer.getByte(i));
            }
            assertEquals(model.hashCode(), buffer.hashCode());
            assertEquals(0, buffer.compareTo(model));
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    private static void write(MutableDirectBuffer buffer, int operation, int index, Random random) {
        switch (operation) {
            case 0 -> buffer.putByte(index, (byte) random.nextInt());
            case 1 -> buffer.putShort(index, (short) random.nextInt(), ByteOrder.BIG_ENDIAN);
            case 2 -> buffer.putInt(index, random.nextInt());
            case 3 -> buffer.putLong(index, random.nextLong());
            case 4 -> buffer.putDouble(index, random.nextDouble());
            case 5 -> buffer.putStringUtf8(index, "text \u00e9 " + random.nextInt());
            case 6 -> buffer.putStringAscii(index, "text " + random.nextInt());
            case 7 -> buffer.setMemory(index, random.nextInt(200), (byte) random.nextInt());
            case 8 -> buffer.putBytes(index, ByteBuffer.allocateDirect(random.nextInt(200)), 0);
            default -> buffer.putIntAscii(index, random.nextInt());
        }
    }

    @Test
    void growsFarAndKeepsWhatWasWritten() {
        long before = Hz3.memoryUse().inUse();
        try (ExpandableHz3Buffer buffer = new ExpandableHz3Buffer()) {
            int longs = 3 << 20;
            for (int i = 0; i < longs; i++) {
                buffer.putLong(i * Long.BYTES, i * 31L);
            }
            for (int i = 0; i < longs; i++) {
                if (buffer.getLong(i * Long.BYTES) != i * 31L) {
                    assertEquals(i * 31L, buffer.getLong(i * Long.BYTES), "long " + i);
                }
            }
            // No buffer that it grew out of is left.
            assertTrue(Hz3.memoryUse().inUse() - before <= buffer.capacity() * 9L / 8);
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void isZeroWhereNothingWasWritten() {
        // Old contents for what it grows into.
        for (int capacity = 16; capacity < 200_000; capacity += capacity / 2) {
            UnsafeBuffer dirty = Hz3Buffers.allocate(capacity);
            dirty.setMemory(0, capacity, (byte) -1);
            Hz3Buffers.free(dirty);
        }
        try (ExpandableHz3Buffer buffer = new ExpandableHz3Buffer(16)) {
            for (int end = 40; end < 200_000; end += end / 3) {
                buffer.checkLimit(end);
                assertTrue(buffer.capacity() >= end);
            }
            for (int i = 0; i < buffer.capacity(); i++) {
                assertEquals(0, buffer.getByte(i));
            }
        }
    }

    @Test
    void readsDoNotMakeItGrow() {
        try (ExpandableHz3Buffer buffer = new ExpandableHz3Buffer(10)) {
            assertTrue(buffer.isExpandable());
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.getByte(10));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.getLong(3));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.putByte(-1, (byte) 0));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.checkLimit(-1));
            assertEquals(10, buffer.capacity());
        }
    }

    @Test
    void staysAsItWasWhereThereIsNoMemory() {
        try (ExpandableHz3Buffer buffer = new ExpandableHz3Buffer(10)) {
            buffer.putInt(0, 42);
            // Above -Dhz3.mem.limit.
            assertThrows(OutOfMemoryError.class, () -> buffer.putByte(300 << 20, (byte) 1));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.putLong(Integer.MAX_VALUE - 10, 1));
            assertEquals(10, buffer.capacity());
            assertEquals(42, buffer.getInt(0));
            buffer.putInt(100, 43);
            assertEquals(42, buffer.getInt(0));
        }
        assertThrows(IllegalArgumentException.class, () -> new ExpandableHz3Buffer(-1));
    }

    @Test
    void throwsOnceItIsClosed() {
        long before = Hz3.memoryUse().inUse();
        ExpandableHz3Buffer buffer = new ExpandableHz3Buffer();
        buffer.close();
        buffer.close();
        assertEquals(before, Hz3.memoryUse().inUse());
        assertThrows(IllegalStateException.class, () -> buffer.putByte(0, (byte) 1));
        assertThrows(IllegalStateException.class, () -> buffer.checkLimit(1));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.getByte(0));
        assertEquals(0, buffer.capacity());
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void cannotBeLaidOverOtherMemory() {
        try (ExpandableHz3Buffer buffer = new ExpandableHz3Buffer()) {
            UnsafeBuffer other = new UnsafeBuffer(new byte[10]);
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new byte[10]));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new byte[10], 1, 2));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(ByteBuffer.allocate(10)));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(ByteBuffer.allocate(10), 1, 2));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(other));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(other, 1, 2));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(0, 10));
            assertNull(buffer.byteBuffer());
            assertNull(buffer.byteArray());
            // But another may be laid over it.
            buffer.putInt(4, 7);
            assertEquals(7, new UnsafeBuffer(buffer, 4, 4).getInt(0));
        }
    }
}
