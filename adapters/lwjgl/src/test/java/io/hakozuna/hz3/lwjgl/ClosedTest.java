package io.hakozuna.hz3.lwjgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.hakozuna.hz3.Hz3;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: afterwards there is no hz3 any more. */
class ClosedTest {
    @Test
    void thereIsNoMemory() {
        Hz3MemoryAllocator allocator = new Hz3MemoryAllocator();
        long block = allocator.malloc(100);
        assertNotEquals(0, block);
        long malloc = allocator.getMalloc();
        Hz3.close();
        assertEquals(0, allocator.malloc(100));
        assertEquals(0, allocator.calloc(1, 100));
        assertEquals(0, allocator.realloc(0, 100));
        assertEquals(0, allocator.realloc(block, 200));
        assertEquals(0, allocator.aligned_alloc(64, 100));
        // In native code an exception would end the JVM.
        assertEquals(0, Native.call(malloc, 100));
    }
}
