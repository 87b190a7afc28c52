package io.hakozuna.hz3.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.rounding.DefaultRoundingPolicy;
import org.apache.arrow.memory.rounding.RoundingPolicy;
import org.junit.jupiter.api.Test;

class RoundingTest {
    private final RoundingPolicy policy = Hz3Arrow.ROUNDING_POLICY;

    @Test
    void isTheSizeOfTheBlockUpToTheLastClass() {
        for (long size = 1; size <= 32_768; size++) {
            long block = Hz3.allocate(size);
            assertEquals(Hz3.usableSize(block), policy.getRoundedSize(size));
            Hz3.free(block);
        }
    }

    @Test
    void beyondItDoesNotNeedAnotherBlockThanTheSizeItself() {
        for (long size = 32_769; size < 64 << 20; size += 1 + size / 7) {
            long rounded = policy.getRoundedSize(size);
            long block = Hz3.allocate(size);
            assertTrue(rounded >= size && rounded - size < 4096 && rounded % 4096 == 0, "of " + size + " " + rounded);
            assertTrue(rounded <= Hz3.usableSize(block), "of " + size + " " + rounded);
            Hz3.free(block);
        }
    }

    @Test
    void isAnEighthMoreOrFifteenBytesAtMost() {
        for (long size = 0; size < 1 << 30; size += 1 + size / 100) {
            long rounded = policy.getRoundedSize(size);
            assertTrue(rounded >= size && (rounded - size < 16 || rounded - size <= size / 8), "of " + size + " " + rounded);
            assertEquals(rounded, policy.getRoundedSize(rounded));
        }
    }

    @Test
    void thereIsNoOverflow() {
        for (long size : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 4095, Long.MAX_VALUE - 4096, Long.MAX_VALUE - 5000, 1L << 62}) {
            assertTrue(policy.getRoundedSize(size) >= size, () -> "of " + size);
        }
    }

    @Test
    void savesFourTenthsOfWhatWasAskedFor() {
        double ours = 0;
        double powersOfTwo = 0;
        int sizes = 1600;
        for (int i = 0; i < sizes; i++) {
            long size = (long) (256 * Math.pow(65536, (double) i / sizes));
            ours += (double) policy.getRoundedSize(size) / size - 1;
            powersOfTwo += (double) DefaultRoundingPolicy.DEFAULT_ROUNDING_POLICY.getRoundedSize(size) / size - 1;
        }
        assertEquals(0.02, ours / sizes, 0.005);
        assertEquals(0.44, powersOfTwo / sizes, 0.005);
    }

    @Test
    void isWhatTheWholeTreeOfAllocatorsUses() {
        try (RootAllocator root = Hz3Arrow.rootAllocator(Long.MAX_VALUE);
            BufferAllocator child = root.newChildAllocator("child", 0, 1 << 20);
            BufferAllocator grandchild = child.newChildAllocator("grandchild", 0, 1 << 20); ArrowBuf buffer = grandchild.buffer(5000)) {
            assertEquals(5120, buffer.capacity());
            assertEquals(5120, root.getAllocatedMemory());
        }
    }
}
