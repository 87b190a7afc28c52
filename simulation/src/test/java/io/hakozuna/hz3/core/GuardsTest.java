package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.simulation.Options;
import io.hakozuna.hz3.simulation.RandomChoices;
import io.hakozuna.hz3.simulation.Simulation;
import io.hakozuna.hz3.simulation.SimulationFailure;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies beside large blocks, in a process whose pages fault and whose system refuses what a seed says. */
class GuardsTest {
    private static final int STEPS = 400;
    private static final int SLOTS = 20;
    private static final int REFUSED_IN_A_THOUSAND = 250;

    private static Options options() {
        return new Options().withThreadExit(Lifecycle::threadExit).withMostSteps(Long.MAX_VALUE).with(Knob.GUARD_PAGES, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {50_000, 65_536, 130_000, 1_000_000, 3_000_000, 5 << 20, 9_000_000, 70_000_000})
    void nobodyWritesBesideALargeBlock(long size) {
        Simulation.run(options(), new RandomChoices(1), () -> {
            long block = Allocator.allocate(size, Tls.heap());
            expectGuards(block);
            for (int i = 0; i < 3; i++) {
                Allocator.free(block, Tls.heap());
                block = Allocator.allocate(size, Tls.heap());
                expectGuards(block);
            }
            block = Blocks.reallocate(Tls.heap(), block, size + size / 2);
            expectGuards(block);
            block = Blocks.reallocate(Tls.heap(), block, size);
            expectGuards(block);
            expectGuards(Blocks.allocateAligned(Tls.heap(), 1 << 16, size));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {24, 1000, 20_000})
    void aWriteThroughSmallBlocksEndsWithTheSegment(long size) {
        Simulation.run(options(), new RandomChoices(1), () -> {
            long block = Allocator.allocate(size, Tls.heap());
            // A second segment, so that there is memory where the first one ends.
            Allocator.allocate(3_500_000, Tls.heap());
            Allocator.allocate(3_500_000, Tls.heap());
            long end = (block & -Arena.SEGMENT_BYTES) + Arena.SEGMENT_BYTES;
            Memory.putLong(end - 8, 1);
            assertThrows(SimulationFailure.class, () -> Memory.putLong(end, 1));
            Memory.putLong(end + Arena.PAGE_BYTES + Guards.margin(), 1);
        });
    }

    private static void expectGuards(long block) {
        long end = block + Blocks.usableSize(block);
        Memory.putLong(block, 1);
        Memory.putLong(end - 8, 1);
        assertThrows(SimulationFailure.class, () -> Memory.putLong(block - 8, 1));
        assertThrows(SimulationFailure.class, () -> Memory.putLong(end, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void wherePagesCannotBeProtectedBlocksAreTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int limit = random.nextBoolean() ? 0 : 200 << 20;
        Options options = options().with(Knob.PURGE_DECAY_MS, 5).with(Knob.MEM_LIMIT, limit).withTime(1);
        Simulation.run(options, new RandomChoices(seed, REFUSED_IN_A_THOUSAND), () -> {
            Ledger ledger = new Ledger();
            play(random, ledger);
            Simulation.current().kernel().endFaults();
            Invariants.check(ledger.addresses());
            ledger.addresses().forEach(ledger::free);
            Lifecycle.trim(Tls.heap());
            Lifecycle.trim(Tls.heap());
            Invariants.check(ledger.addresses());
            assertEquals(0, Statistics.arenaBytesInUse());
            assertEquals(0, Direct.mappedBytes());
            assertEquals(0, Memory.getLongOpaque(Globals.at(Globals.HELD_BYTES)));
        });
    }

    @Test
    void segmentsThatGoBackHaveNone() {
        Simulation.run(options(), new RandomChoices(1), () -> {
            long[] blocks = new long[SLOTS];
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < SLOTS; i++) {
                    blocks[i] = Allocator.allocate(2_000_000, Tls.heap());
                    expectGuards(blocks[i]);
                }
                assertEquals(2 * SLOTS, Memory.getLongOpaque(Globals.at(Globals.GUARDS)));
                for (long block : blocks) {
                    Allocator.free(block, Tls.heap());
                }
                Lifecycle.trim(Tls.heap());
                assertEquals(0, Memory.getLongOpaque(Globals.at(Globals.GUARDS)));
            }
        });
    }

    private static void play(SplittableRandom random, Ledger ledger) {
        long[] blocks = new long[SLOTS];
        for (int i = 0; i < STEPS; i++) {
            int slot = random.nextInt(SLOTS);
            long size = 1 + random.nextInt(1 << 12 + random.nextInt(13));
            if (blocks[slot] == 0) {
                blocks[slot] = random.nextInt(4) == 0 ? ledger.allocateAligned(1 << 4 + random.nextInt(13), size)
                    : random.nextInt(4) == 0 ? ledger.allocateZeroed(size) : ledger.allocate(size);
            } else if (random.nextInt(3) == 0) {
                blocks[slot] = ledger.reallocate(blocks[slot], size);
            } else {
                ledger.free(blocks[slot]);
                blocks[slot] = 0;
            }
            if (random.nextInt(40) == 0) {
                Lifecycle.trim(Tls.heap());
            }
        }
    }
}
