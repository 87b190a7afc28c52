package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Every size has the smallest class that holds it, and no class wastes more than it may. */
class SizeClassesTest {
    @Test
    void everySizeGetsTheSmallestClassThatHoldsIt() {
        for (int size = 1; size <= SizeClasses.SMALL_LIMIT; size++) {
            int bin = SizeClasses.binOf(size);
            assertTrue(SizeClasses.sizeOf(bin) >= size, "size " + size);
            assertTrue(bin == 1 || SizeClasses.sizeOf(bin - 1) < size, "size " + size);
        }
        assertEquals(SizeClasses.BINS - 1, SizeClasses.binOf(SizeClasses.SMALL_LIMIT));
    }

    @Test
    void anEighthAtMostIsWastedAbove128Bytes() {
        for (int size = 129; size <= SizeClasses.SMALL_LIMIT; size++) {
            int waste = SizeClasses.sizeOf(SizeClasses.binOf(size)) - size;
            assertTrue(waste * 8 <= size, "size " + size + " wastes " + waste);
        }
    }

    @Test
    void everySpanHoldsAtLeastEightObjects() {
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            assertTrue(SizeClasses.pagesOf(bin) * Arena.PAGE_BYTES / SizeClasses.sizeOf(bin) >= 8, "bin " + bin);
        }
    }

    @Test
    void everySmallAlignmentIsHadFromAClassOfAtMostTwiceTheRoundedSize() {
        for (long alignment = 16; alignment <= SizeClasses.SMALL_LIMIT; alignment <<= 1) {
            for (long size = 1; size <= SizeClasses.SMALL_LIMIT - alignment; size += 7) {
                int bin = SizeClasses.binOf(SizeClasses.alignedSize(size, alignment));
                long rounded = (size + alignment - 1) / alignment * alignment;
                assertEquals(0, SizeClasses.sizeOf(bin) % alignment, size + " at " + alignment);
                assertTrue(SizeClasses.sizeOf(bin) >= rounded && SizeClasses.sizeOf(bin) <= 2 * rounded, size + " at " + alignment);
            }
        }
    }
}
