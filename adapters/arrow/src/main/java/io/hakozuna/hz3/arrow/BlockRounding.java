package io.hakozuna.hz3.arrow;

import org.apache.arrow.memory.rounding.RoundingPolicy;

/** Sizes as hz3's blocks have them; see {@link Hz3Arrow#ROUNDING_POLICY}. Blocks of pages are touched by pages of the system only. */
final class BlockRounding implements RoundingPolicy {
    private static final long LINEAR_LIMIT = 1024;
    private static final long LINEAR_STEP = 16;
    private static final long STEPPED_LIMIT = 32768;
    private static final int STEPS_SHIFT = 3;
    private static final long PAGE = 4096;

    @Override
    public long getRoundedSize(long requestSize) {
        if (requestSize <= LINEAR_LIMIT) {
            return roundUp(requestSize, LINEAR_STEP);
        }
        if (requestSize <= STEPPED_LIMIT) {
            return roundUp(requestSize, Long.highestOneBit(requestSize - 1) >> STEPS_SHIFT);
        }
        // Past the largest multiple nobody has memory, and who refuses it shall see the size that was asked for.
        return requestSize > Long.MAX_VALUE - PAGE ? requestSize : roundUp(requestSize, PAGE);
    }

    private static long roundUp(long size, long step) {
        return size + step - 1 & -step;
    }
}
