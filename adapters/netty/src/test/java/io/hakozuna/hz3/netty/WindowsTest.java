package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.internal.Bytes;
import io.hakozuna.hz3.internal.Windows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The buffers over the arena that all blocks are parts of. */
class WindowsTest {
    private static final int LARGEST_IN_ARENA = 4 << 20;

    @Test
    void everyBlockOfTheArenaLiesInOneWindow() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2000; i++) {
            int size = 8 + random.nextInt(1 << random.nextInt(22));
            long block = Hz3.allocate(size);
            long end = Hz3.usableSize(block);
            assertSame(Windows.of(block, 1), Windows.of(block, end));
            assertSame(Windows.of(block, end), Windows.of(block + end - 1, 1));
            assertSeesTheSame(block, block);
            assertSeesTheSame(block, block + end - 8);
            assertSeesTheSame(block, block + random.nextInt(size - 7));
            Hz3.free(block);
        }
    }

    private static void assertSeesTheSame(long block, long address) {
        ByteBuffer window = Windows.of(block, 8);
        assertNotNull(window);
        Bytes.putLong(address, address ^ 0x0102_0304_0506_0708L);
        int index = Windows.offset(block) + (int) (address - block);
        assertEquals(address ^ 0x0102_0304_0506_0708L, window.getLong(index));
        assertEquals(ByteOrder.BIG_ENDIAN, window.order());
    }

    @Test
    void theArenaHasSeveralWindows() {
        // No more than a page of each is touched.
        long[] blocks = new long[600];
        Set<ByteBuffer> windows = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Hz3.allocate(LARGEST_IN_ARENA);
            ByteBuffer window = Windows.of(blocks[i], LARGEST_IN_ARENA);
            assertNotNull(window);
            assertEquals(1 << 30, window.capacity());
            windows.add(window);
            window.putLong(Windows.offset(blocks[i]), i);
        }
        // 600 blocks of 4 MiB are more than two windows have.
        assertTrue(windows.size() >= 3, "" + windows.size());
        for (int i = 0; i < blocks.length; i++) {
            assertEquals(i, Bytes.getLong(blocks[i]));
        }
        Arrays.stream(blocks).forEach(Hz3::free);
    }

    @Test
    void nothingElseHasAWindow() {
        long mapping = Hz3.allocate(LARGEST_IN_ARENA + 1);
        long block = Hz3.allocate(100);
        assertNull(Windows.of(mapping, LARGEST_IN_ARENA + 1));
        assertNull(Windows.of(8, 8));
        assertNull(Windows.of(-4096, 8));
        // Not all of it is in one.
        assertNull(Windows.of(block, 1L << 31));
        Hz3.free(mapping);
        Hz3.free(block);
    }
}
