package io.hakozuna.hz3.lwjgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The functions of C, called from native code. */
class NativeFunctionsTest {
    private static final long TOO_MUCH = 300L << 20;

    private final Hz3MemoryAllocator allocator = new Hz3MemoryAllocator();
    private final long before = Hz3.memoryUse().inUse();

    @AfterEach
    void nothingIsLeft() {
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void mallocAndFree() {
        long block = Native.call(allocator.getMalloc(), 1000);
        assertEquals(0, block & 15);
        assertEquals(before + Hz3.usableSize(block), Hz3.memoryUse().inUse());
        Native.bytes(block, 1000).fill((byte) 1);
        Native.callVoid(allocator.getFree(), block);
        assertNotEquals(0, block);
        Native.callVoid(allocator.getFree(), 0);
    }

    @Test
    void callocIsZeroed() {
        long dirty = allocator.malloc(3000);
        Native.bytes(dirty, 3000).fill((byte) -1);
        allocator.free(dirty);
        long block = Native.call(allocator.getCalloc(), 3, 1000);
        assertEquals(-1, Native.bytes(block, 3000).mismatch(MemorySegment.ofArray(new byte[3000])));
        Native.callVoid(allocator.getFree(), block);
    }

    @Test
    void reallocKeepsTheContents() {
        long block = Native.call(allocator.getRealloc(), 0, 100);
        Native.bytes(block, 100).fill((byte) 7);
        long larger = Native.call(allocator.getRealloc(), block, 100_000);
        byte[] sevens = Native.bytes(larger, 100).toArray(ValueLayout.JAVA_BYTE);
        for (byte seven : sevens) {
            assertEquals(7, seven);
        }
        assertEquals(0, Native.call(allocator.getRealloc(), larger, 0));
    }

    @Test
    void alignedAllocIsAligned() {
        for (long alignment = 1; alignment <= 1 << 16; alignment <<= 1) {
            long block = Native.call(allocator.getAlignedAlloc(), alignment, 100);
            assertNotEquals(0, block);
            assertEquals(0, block & alignment - 1);
            Native.callVoid(allocator.getAlignedFree(), block);
        }
        assertEquals(0, Native.call(allocator.getAlignedAlloc(), 48, 100));
        assertEquals(0, Native.call(allocator.getAlignedAlloc(), 0, 100));
    }

    @Test
    void noMemoryIsTheNullPointer() {
        assertEquals(0, Native.call(allocator.getMalloc(), TOO_MUCH));
        assertEquals(0, Native.call(allocator.getMalloc(), -1));
        assertEquals(0, Native.call(allocator.getCalloc(), TOO_MUCH / 8, 8));
        assertEquals(0, Native.call(allocator.getCalloc(), 1L << 32, 1L << 32));
        assertEquals(0, Native.call(allocator.getCalloc(), -1, 1));
        assertEquals(0, Native.call(allocator.getCalloc(), 1L << 62, 2));
        assertEquals(0, Native.call(allocator.getAlignedAlloc(), 64, TOO_MUCH));
        assertEquals(0, Native.call(allocator.getAlignedAlloc(), 64, -1));
        long block = allocator.malloc(100);
        Native.bytes(block, 100).fill((byte) 5);
        assertEquals(0, Native.call(allocator.getRealloc(), block, TOO_MUCH));
        assertEquals(0, Native.call(allocator.getRealloc(), block, -1));
        assertEquals(5, Native.bytes(block, 100).get(ValueLayout.JAVA_BYTE, 99));
        allocator.free(block);
    }

    @Test
    void aThreadThatJavaDoesNotKnowMayCallThem() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
            for (int i = 1; i <= 20; i++) {
                MemorySegment thread = arena.allocate(ValueLayout.JAVA_LONG);
                // The thread's body is malloc itself, and what it returns comes with the join.
                assertEquals(0, (int) Native.call(Native.find("pthread_create"), thread.address(), 0, allocator.getMalloc(), i * 100L));
                assertEquals(0, (int) Native.call(Native.find("pthread_join"), thread.get(ValueLayout.JAVA_LONG, 0), result.address()));
                long block = result.get(ValueLayout.JAVA_LONG, 0);
                assertTrue(Hz3.usableSize(block) >= i * 100L);
                Native.bytes(block, i * 100L).fill((byte) i);
                allocator.free(block);
            }
        }
        Hz3.trim();
    }
}
