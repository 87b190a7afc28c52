package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks by address. */
class RawTest {
    private static MemorySegment bytes(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16, 17, 1024, 1025, 32768, 32769, 65536, 1 << 20, 5 << 20})
    void aBlockHoldsWhatIsWrittenAndIsAligned(long size) {
        long address = Hz3.allocate(size);
        assertNotEquals(0, address);
        assertEquals(0, address & 15);
        assertTrue(Hz3.usableSize(address) >= size);
        bytes(address, size).fill((byte) 0x5a);
        for (long i = 0; i < size; i += Math.max(1, size / 7)) {
            assertEquals(0x5a, bytes(address, size).get(ValueLayout.JAVA_BYTE, i));
        }
        Hz3.free(address);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 64, 1000, 32768, 40000, 1 << 20, 6 << 20})
    void zeroedBlocksAreZeroEvenWhereOthersWere(long size) {
        for (int i = 0; i < 3; i++) {
            long dirty = Hz3.allocate(size);
            bytes(dirty, size).fill((byte) -1);
            Hz3.free(dirty);
            long address = Hz3.allocateZeroed(size);
            assertEquals(-1, bytes(address, size).mismatch(MemorySegment.ofArray(new byte[(int) size])));
            Hz3.free(address);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 8, 16, 64, 256, 4096, 65536, 1 << 20, 16 << 20})
    void alignedBlocksAreAligned(long alignment) {
        for (long size : new long[] {0, 1, 100, 5000, 100_000}) {
            long address = Hz3.allocateAligned(size, alignment);
            assertEquals(0, address & alignment - 1);
            bytes(address, size).fill((byte) 1);
            Hz3.free(address);
        }
    }

    /** Blocks of other sizes, other threads' and none. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 64, 100, 1024, 5000, 1 << 20, 5 << 20, -1})
    void theSizeThatIsToldWithAFreeIsAGuess(long told) throws Exception {
        long before = Hz3.memoryUse().inUse();
        for (long size : new long[] {1, 100, 1024, 5000, 100_000, 5 << 20}) {
            Hz3.free(Hz3.allocate(size), told);
            LocalAllocator local = Hz3.local();
            local.free(local.allocate(size), told);
            try (ExecutorService other = Executors.newSingleThreadExecutor()) {
                Hz3.free(other.submit(() -> Hz3.allocate(size)).get(), told);
            }
        }
        Hz3.free(0, told);
        Hz3.trim();
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void aResizedBlockKeepsWhatBothHold() {
        long address = Hz3.reallocate(0, 10);
        MemorySegment first = bytes(address, 10);
        first.copyFrom(MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
        for (long size : new long[] {100, 5000, 200_000, 5 << 20, 9 << 20, 70_000, 20}) {
            address = Hz3.reallocate(address, size);
            assertEquals(10, bytes(address, size).get(ValueLayout.JAVA_BYTE, 9));
        }
        address = Hz3.reallocate(address, 0);
        assertNotEquals(0, address);
        Hz3.free(address);
    }

    @Test
    void whatCannotBeIsRefusedWithOneLine() {
        assertLine("a size of -1 bytes: it must not be below 0", () -> Hz3.allocate(-1));
        assertLine("a size of -5 bytes: it must not be below 0", () -> Hz3.allocateZeroed(-5));
        assertLine("a size of -1 bytes: it must not be below 0", () -> Hz3.allocateAligned(-1, 64));
        assertLine("a size of -1 bytes: it must not be below 0", () -> Hz3.reallocate(0, -1));
        assertLine("an alignment of 0: it must be a power of two", () -> Hz3.allocateAligned(1, 0));
        assertLine("an alignment of 24: it must be a power of two", () -> Hz3.allocateAligned(1, 24));
        assertLine("an alignment of " + Long.MIN_VALUE + ": it must be a power of two", () -> Hz3.allocateAligned(1, Long.MIN_VALUE));
        long address = Hz3.allocate(100);
        assertLine("a size of -1 bytes: it must not be below 0", () -> Hz3.reallocate(address, -1));
        Hz3.free(address);
        Hz3.free(0);
        assertEquals(0, Hz3.usableSize(0));
    }

    private static void assertLine(String line, org.junit.jupiter.api.function.Executable call) {
        assertEquals(line, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void whatTheSystemDoesNotHaveIsOutOfMemory() {
        OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> Hz3.allocate(1L << 60));
        assertTrue(error.getMessage().startsWith("hz3: no memory for " + (1L << 60) + " bytes: no limit is set, so the system has no more; in use "),
            error.getMessage());
    }

    @Test
    void blocksGoFromThreadToThread() throws Exception {
        long inUse = settledInUse();
        try (ExecutorService others = Executors.newFixedThreadPool(2)) {
            long[] addresses = others.submit(() -> {
                long[] blocks = new long[10_000];
                for (int i = 0; i < blocks.length; i++) {
                    blocks[i] = Hz3.allocate(16 + i % 2000);
                    bytes(blocks[i], 16).set(ValueLayout.JAVA_LONG, 0, i);
                }
                return blocks;
            }).get();
            for (int i = 0; i < addresses.length; i++) {
                assertEquals(i, bytes(addresses[i], 16).get(ValueLayout.JAVA_LONG, 0));
                Hz3.free(addresses[i]);
            }
        }
        assertEquals(inUse, settledInUse());
    }

    /** The heaps of threads that have ended or rest are taken and tidied up by a trim. */
    static long settledInUse() throws InterruptedException {
        long before = Long.MAX_VALUE;
        // A pool's thread may still be on its way out.
        for (int i = 0; i < 100; i++) {
            Hz3.trim();
            long now = Hz3.memoryUse().inUse();
            if (now == before) {
                return now;
            }
            before = now;
            Thread.sleep(20);
        }
        return before;
    }

    @Test
    void aLocalAllocatorsBlocksAreLikeAllOthers() {
        LocalAllocator local = Hz3.local();
        long address = local.allocate(100);
        Hz3.free(address);
        long other = Hz3.allocate(100);
        local.free(other);
        assertEquals(other, local.allocate(100));
        local.free(other);
        assertThrows(IllegalArgumentException.class, () -> local.allocate(-1));
    }

    @Test
    void aVirtualThreadHasNoLocalAllocator() throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread.ofVirtual().start(() -> thrown[0] = assertThrows(IllegalStateException.class, Hz3::local)).join();
        assertEquals("a virtual thread has no heap of its own: use Hz3.allocate", thrown[0].getMessage());
    }
}
