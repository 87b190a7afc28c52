package io.hakozuna.user;

import static io.hakozuna.user.Misuses.hex;
import static io.hakozuna.user.Misuses.thrown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.MemoryMisuseException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes outside blocks: {@code -Dhz3.check=bounds}. */
class BoundsTest {
    private static long allocate(long size) {
        return Hz3.allocate(size);
    }

    private static long allocateAligned(long size, long alignment) {
        return Hz3.allocateAligned(size, alignment);
    }

    @AfterEach
    void theProgramGoesOn() {
        Hz3.free(Hz3.allocate(10));
        Hz3.checkAll();
        assertTrue(Hz3.leaks().isEmpty(), Hz3.leaks()::toString);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 15, 16, 100, 4096, 100_000, 3 << 20})
    void theByteBehindABlockIsSeenWhenItIsFreed(long size) {
        long block = allocate(size);
        Raw.put(block, size, 0x41);
        MemoryMisuseException misuse = thrown(getClass(), () -> Hz3.free(block),
            "a write past the end of a block of " + (size == 1 ? "1 byte" : size + " bytes") + " at " + hex(block) + ": at offset " + size
                + ", where there is 0x41 now, found by free; allocated at ", "@allocate");
        Misuses.assertAddress(block, misuse);
        assertTrue(Misuses.has(misuse.getCause(), getClass(), "allocate"));
        thrown(getClass(), () -> Hz3.free(block), "double free of ");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 16, 64, 4096, 1 << 20})
    void theByteBeforeABlockIsSeenWhateverItsAlignment(long alignment) {
        long block = allocateAligned(100, alignment);
        assertEquals(0, block % alignment);
        Raw.put(block, -1, 0);
        thrown(getClass(), () -> Hz3.free(block), "a write before the begin of a block of 100 bytes at " + hex(block)
            + ": at offset -1, where there is 0x00 now, found by free; allocated at ", "@allocateAligned");
    }

    @Test
    void allBytesThatAreWrongAreNamed() {
        long block = allocate(100);
        Raw.put(block, -32, 1);
        Raw.put(block, -3, 2);
        thrown(getClass(), () -> Hz3.free(block), "before the begin of ", ": at offsets -32 to -3, where there is 0x01 now");
        long other = allocate(100);
        Raw.put(other, 103, 3);
        Raw.put(other, 131, 4);
        thrown(getClass(), () -> Hz3.free(other), "past the end of ", ": at offsets 103 to 131, where there is 0x03 now");
    }

    @Test
    void whatIsInsideIsFreeToBeWritten() {
        long block = Hz3.allocateZeroed(100);
        for (int i = 0; i < 100; i++) {
            assertEquals(0, Raw.get(block, i));
            Raw.put(block, i, i + 1);
        }
        assertEquals(100, Hz3.usableSize(block), "to the very byte that was asked for");
        long larger = Hz3.reallocate(block, 1000);
        long smaller = Hz3.reallocate(larger, 10);
        for (int i = 0; i < 10; i++) {
            assertEquals(i + 1, Raw.get(smaller, i));
        }
        assertEquals(10, Hz3.usableSize(smaller));
        Hz3.free(smaller);
    }

    @Test
    void aResizeSeesItAndLeavesTheBlockAsItWas() {
        long block = allocate(50);
        Raw.put(block, 0, 0x11);
        int before = Raw.get(block, 50);
        Raw.put(block, 50, 0x42);
        thrown(getClass(), () -> Hz3.reallocate(block, 200), "a write past the end of a block of 50 bytes ", ", found by reallocate");
        assertEquals(0x11, Raw.get(block, 0));
        Raw.put(block, 50, before);
        Hz3.free(Hz3.reallocate(block, 200));
    }

    @Test
    void aLookAtAllBlocksSeesIt() {
        long first = allocate(50);
        long second = allocate(60);
        int before = Raw.get(first, 50);
        Raw.put(first, 50, 0x42);
        thrown(getClass(), Hz3::checkAll, "a write past the end of a block of 50 bytes at " + hex(first), ", found by checkAll");
        Raw.put(second, 60, 0x43);
        MemoryMisuseException both = thrown(getClass(), Hz3::checkAll, "a write past the end of a block of ");
        assertEquals(1, both.getSuppressed().length);
        assertTrue(both.getSuppressed()[0].getMessage().contains("a write past the end of a block of "), "the other block");
        Raw.put(first, 50, before);
        Raw.put(second, 60, before);
        Hz3.checkAll();
        Hz3.free(first);
        Hz3.free(second);
    }

    @Test
    void manyAtOnceAreCounted() {
        long[] blocks = new long[30];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = allocate(50);
            Raw.put(blocks[i], 50, 0x42);
        }
        MemoryMisuseException all = thrown(getClass(), Hz3::checkAll, "a write past the end of a block of 50 bytes ");
        assertEquals(20, all.getSuppressed().length);
        assertEquals("hz3: and 10 more misuses", all.getSuppressed()[19].getMessage());
        for (long block : blocks) {
            thrown(getClass(), () -> Hz3.free(block), "a write past the end of ");
        }
    }

    @Test
    void segmentsOfAConfinedArenaHaveBounds() {
        segmentsHaveBounds(Hz3::ofConfined);
        segmentsHaveBounds(Hz3::ofConfinedUnzeroed);
    }

    @Test
    void segmentsOfASharedArenaHaveBounds() {
        segmentsHaveBounds(Hz3::ofShared);
        segmentsHaveBounds(Hz3::ofSharedUnzeroed);
    }

    private void segmentsHaveBounds(Supplier<Arena> open) {
        for (long offset : new long[] {-16, -1, 24}) {
            Arena arena = open.get();
            arena.allocate(8);
            long segment = arena.allocate(24).address();
            arena.allocate(8);
            Raw.put(segment, offset, 0x44);
            thrown(getClass(), () -> closeAtOnce(arena), offset < 0 ? "before the begin of " : "past the end of ",
                "a block of 24 bytes at " + hex(segment) + ": at offset " + offset, "; allocated at ", "@segmentsHaveBounds", ", of an arena opened at ", "@segmentsHaveBounds");
        }
    }

    @Test
    void aSegmentThatItsUserFreedIsSeenWhenItsArenaIsClosed() {
        for (Supplier<Arena> open : List.<Supplier<Arena>>of(Hz3::ofConfined, Hz3::ofShared)) {
            Arena arena = open.get();
            Hz3.free(arena.allocate(24));
            // Not even kept any more.
            Hz3.trim();
            thrown(getClass(), () -> closeAtOnce(arena), "double free of a block of 24 bytes at ",
                ", freed first at ", "@aSegmentThatItsUserFreedIsSeenWhenItsArenaIsClosed");
        }
    }

    /** A shared arena's blocks may have to wait for others. */
    private static void closeAtOnce(Arena arena) {
        arena.close();
        Hz3.leaks();
    }
}
