package io.hakozuna.user;

import static io.hakozuna.user.Misuses.hex;
import static io.hakozuna.user.Misuses.thrown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.MemoryMisuseException;
import io.hakozuna.hz3.MemoryUse;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks used after they were freed, or before they were written: {@code -Dhz3.check=poison}. */
class PoisonTest {
    private static long allocate(long size) {
        return Hz3.allocate(size);
    }

    private static void freeFirst(long address) {
        Hz3.free(address);
    }

    @AfterEach
    void theProgramGoesOn() {
        Hz3.trim();
        Hz3.checkAll();
        assertTrue(Hz3.leaks().isEmpty(), Hz3.leaks()::toString);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 5000, 1 << 20})
    void whatNobodyWroteShows(long size) {
        long block = allocate(size);
        assertEquals(0xa5, Raw.get(block, 0));
        assertEquals(0xa5, Raw.get(block, size - 1));
        Raw.put(block, 0, 1);
        long resized = Hz3.reallocate(block, size + 50);
        assertEquals(1, Raw.get(resized, 0));
        assertEquals(0xa5, Raw.get(resized, size + 49));
        Hz3.free(resized);
    }

    @Test
    void zeroesAreZeroes() {
        long block = Hz3.allocateZeroed(3000);
        try (Arena confined = Hz3.ofConfined(); Arena shared = Hz3.ofShared()) {
            MemorySegment[] zeroes = {MemorySegment.ofAddress(block).reinterpret(3000), confined.allocate(3000), confined.allocate(20),
                shared.allocate(20), confined.allocate(100, 256), shared.allocate(100, 256)};
            for (MemorySegment segment : zeroes) {
                assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[(int) segment.byteSize()])));
            }
        }
        Hz3.free(block);
    }

    @Test
    void segmentsOfUnzeroedArenasShowIt() {
        try (Arena confined = Hz3.ofConfinedUnzeroed(); Arena shared = Hz3.ofSharedUnzeroed()) {
            assertEquals((byte) 0xa5, confined.allocate(20).get(ValueLayout.JAVA_BYTE, 0));
            assertEquals((byte) 0xa5, shared.allocate(20).get(ValueLayout.JAVA_BYTE, 19));
        }
    }

    @Test
    void whoReadsAFreedBlockSeesIt() {
        long block = allocate(100);
        freeFirst(block);
        assertEquals(0x5a, Raw.get(block, 0));
        assertEquals(0x5a, Raw.get(block, 99));
        assertNotEquals(block, allocateAndFree(100), "it is not used again yet");
    }

    private static long allocateAndFree(long size) {
        long block = allocate(size);
        freeFirst(block);
        return block;
    }

    @Test
    void aWriteAfterTheFreeIsSeenByALookAtAllBlocks() {
        long block = allocateAndFree(100);
        Raw.put(block, 8, 0x41);
        Raw.put(block, 11, 0x42);
        MemoryMisuseException misuse = thrown(getClass(), Hz3::checkAll, "a write after the free of a block of 100 bytes at " + hex(block)
            + ": at offsets 8 to 11, where there is 0x41 now, found by checkAll; allocated at ", "@allocate",
            ", freed first at ", "@freeFirst");
        Misuses.assertAddress(block, misuse);
        assertTrue(Misuses.has(misuse.getCause(), getClass(), "allocate"));
        assertTrue(Misuses.has(misuse.getSuppressed()[0], getClass(), "freeFirst"));
        // It is reported once.
        Hz3.checkAll();
        Hz3.trim();
        thrown(getClass(), () -> Hz3.free(block), "double free of ");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8, 100, 5000, 100_000})
    void aWriteAfterTheFreeIsSeenByATrim(long size) {
        long block = allocateAndFree(size);
        Raw.put(block, size - 1, 0);
        thrown(getClass(), Hz3::trim, "a write after the free of ", "at " + hex(block), ": at offset " + (size - 1)
            + ", where there is 0x00 now, found by its leaving the quarantine");
        Hz3.trim();
    }

    /** The room for freed blocks is 16 MiB in one run of this test, and half a MiB in another. */
    @Test
    void aWriteAfterTheFreeIsSeenWhenTheBlocksTimeIsOver() {
        long block = allocateAndFree(1000);
        Raw.put(block, 0, 0x41);
        long live = allocate(1000);
        thrown(getClass(), () -> {
            for (int i = 0; i < 20_000; i++) {
                allocateAndFree(1000);
            }
        }, "a write after the free of a block of 1000 bytes at " + hex(block), ": at offset 0");
        for (int i = 0; i < 20_000; i++) {
            allocateAndFree(1000);
        }
        Hz3.free(live);
    }

    @Test
    void aBlockLargerThanAllTheRoomIsGivenBackAtOnce() {
        long before = Hz3.memoryUse().cached();
        long block = allocateAndFree(1000);
        freeFirst(allocate(17 << 20));
        assertEquals(0x5a, Raw.get(block, 0), "it did not drive the others out");
        assertTrue(Hz3.memoryUse().cached() - before >= 1000);
    }

    @Test
    void keptBlocksCountAsCached() {
        Hz3.trim();
        MemoryUse before = Hz3.memoryUse();
        long block = allocate(2000);
        assertTrue(Hz3.memoryUse().inUse() >= before.inUse() + 2000);
        freeFirst(block);
        MemoryUse after = Hz3.memoryUse();
        assertEquals(before.inUse(), after.inUse());
        assertTrue(after.cached() >= before.cached() + 2000, after::toString);
    }
}
