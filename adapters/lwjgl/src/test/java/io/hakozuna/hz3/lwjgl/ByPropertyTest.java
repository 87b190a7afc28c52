package io.hakozuna.hz3.lwjgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hakozuna.hz3.Hz3;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryUtil;

/** LWJGL with the allocator that a property names. */
class ByPropertyTest {
    @BeforeAll
    static void name() {
        // As on the command line: LWJGL has not been used yet.
        System.setProperty("org.lwjgl.system.allocator", "io.hakozuna.hz3.lwjgl.Hz3MemoryAllocator");
    }

    @Test
    void isTheAllocator() {
        assertInstanceOf(Hz3MemoryAllocator.class, MemoryUtil.getAllocator());
    }

    @Test
    void buffersComeFromHz3() {
        MemoryUtil.getAllocator();
        long before = Hz3.memoryUse().inUse();
        ByteBuffer buffer = MemoryUtil.memAlloc(100_000);
        assertEquals(100_000, buffer.capacity());
        assertEquals(before + Hz3.usableSize(MemoryUtil.memAddress(buffer)), Hz3.memoryUse().inUse());
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) i);
        }
        buffer = MemoryUtil.memRealloc(buffer, 10_000_000);
        assertEquals(10_000_000, buffer.capacity());
        for (int i = 0; i < 100_000; i++) {
            assertEquals((byte) i, buffer.get(i));
        }
        MemoryUtil.memFree(buffer);
        LongBuffer zeroes = MemoryUtil.memCallocLong(1000);
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, zeroes.get(i));
        }
        MemoryUtil.memFree(zeroes);
        ByteBuffer aligned = MemoryUtil.memAlignedAlloc(4096, 100);
        assertEquals(0, MemoryUtil.memAddress(aligned) & 4095);
        MemoryUtil.memAlignedFree(aligned);
        PointerBuffer pointers = MemoryUtil.memAllocPointer(3).put(0, 1).put(2, 3);
        assertEquals(3, pointers.get(2));
        MemoryUtil.memFree(pointers);
        ByteBuffer text = MemoryUtil.memUTF8("text");
        assertEquals("text", MemoryUtil.memUTF8(MemoryUtil.memAddress(text)));
        MemoryUtil.memFree(text);
        MemoryUtil.memFree((ByteBuffer) null);
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void aBufferWithoutBytesIsFreedLikeAny() {
        MemoryUtil.getAllocator();
        long before = Hz3.memoryUse().inUse();
        ByteBuffer empty = MemoryUtil.memAlloc(0);
        assertEquals(0, empty.capacity());
        empty = MemoryUtil.memRealloc(empty, 0);
        MemoryUtil.memFree(empty);
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void noMemoryIsAnError() {
        MemoryUtil.getAllocator();
        long before = Hz3.memoryUse().inUse();
        // Above -Dhz3.mem.limit.
        assertThrows(OutOfMemoryError.class, () -> MemoryUtil.memAlloc(300 << 20));
        assertThrows(OutOfMemoryError.class, () -> MemoryUtil.memCalloc(300 << 20));
        assertThrows(OutOfMemoryError.class, () -> MemoryUtil.memAlignedAlloc(64, 300 << 20));
        ByteBuffer buffer = MemoryUtil.memAlloc(100).put(99, (byte) 3);
        assertThrows(OutOfMemoryError.class, () -> MemoryUtil.memRealloc(buffer, 300 << 20));
        assertEquals(3, buffer.get(99));
        MemoryUtil.memFree(buffer);
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void anotherThreadMayFree() throws Exception {
        MemoryUtil.getAllocator();
        long before = Hz3.memoryUse().inUse();
        ByteBuffer[] buffers = new ByteBuffer[2000];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = MemoryUtil.memAlloc(i);
            MemoryUtil.memSet(buffers[i], i);
        }
        FutureTask<Integer> free = new FutureTask<>(() -> {
            int right = 0;
            for (int i = 0; i < buffers.length; i++) {
                right += i == 0 || buffers[i].get(i - 1) == (byte) i ? 1 : 0;
                MemoryUtil.memFree(buffers[i]);
            }
            return right;
        });
        Thread thread = Thread.ofPlatform().start(free);
        assertEquals(buffers.length, free.get());
        thread.join();
        Hz3.trim();
        assertEquals(before, Hz3.memoryUse().inUse());
    }
}
