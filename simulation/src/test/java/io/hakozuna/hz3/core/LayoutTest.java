package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.simulation.Options;
import io.hakozuna.hz3.simulation.RandomChoices;
import io.hakozuna.hz3.simulation.Simulation;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the arena lies decides nothing about where in it the blocks come to be. */
class LayoutTest {
    private static final int STEPS = 5000;
    private static final int SLOTS = 700;
    private static final long FOUR_GIB = 1L << 32;
    private static final long MAPPED_BEFORE = 1L << 28;

    private final long[] places = new long[STEPS];
    private long base;

    /** Once the second segment begins at a multiple of 4 GiB, so that the lower halves of addresses in it begin with 0. */
    @ParameterizedTest
    @ValueSource(longs = {16, 61, 63, 161, 180, 187})
    void theSameCallsHaveTheSameLayoutWhereverTheArenaIs(long seed) {
        long[] elsewhere = placesBelow(MAPPED_BEFORE, seed).clone();
        long toMultiple = base + Arena.SEGMENT_BYTES & FOUR_GIB - 1;
        assertTrue(toMultiple != 0);
        long[] there = placesBelow(MAPPED_BEFORE + toMultiple, seed);
        assertEquals(0, base + Arena.SEGMENT_BYTES & FOUR_GIB - 1);
        assertArrayEquals(elsewhere, there);
    }

    private long[] placesBelow(long mappedBefore, long seed) {
        Simulation.run(new Options().withThreadExit(Lifecycle::threadExit).withMostSteps(Long.MAX_VALUE), new RandomChoices(seed, 0), () -> {
            assertTrue(Os.map(mappedBefore) != 0);
            play(new SplittableRandom(seed));
        });
        return places;
    }

    private void play(SplittableRandom random) {
        long[] blocks = new long[SLOTS];
        for (int i = 0; i < STEPS; i++) {
            int slot = random.nextInt(SLOTS);
            if (blocks[slot] != 0 && random.nextInt(4) != 0) {
                Allocator.free(blocks[slot], Tls.heap());
                blocks[slot] = 0;
            } else {
                long size = random.nextLong(1L << 5 + random.nextInt(random.nextInt(10) == 0 ? 17 : 9));
                blocks[slot] = Blocks.reallocate(Tls.heap(), blocks[slot], size + 1);
            }
            base = Memory.getLong(Tls.heap() + Heap.ARENA_BASE);
            places[i] = blocks[slot] == 0 ? -1 : blocks[slot] - base;
        }
    }
}
