package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.simulation.Exhaustive;
import io.hakozuna.hz3.simulation.Options;
import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.SimulationFailure;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All schedules of small cases, up to a number of preemptions and of old values read. */
class ExhaustiveTest {
    private static final long MOST_RUNS = Long.getLong("hz3.simulation.runs", 8_000);

    private static Options options() {
        return new Options().withThreadExit(Lifecycle::threadExit).with(Knob.TAKE_IDLE_HEAPS, 0);
    }

    @Test
    void aLockGuardsAPlainWord() {
        long runs = Exhaustive.run(options(), 3, 2, MOST_RUNS, () -> () -> {
            long lock = Os.map(4096);
            Runnable body = () -> {
                Lock.take(lock);
                Memory.putLong(lock + 64, Memory.getLong(lock + 64) + 1);
                Lock.leave(lock);
            };
            Threads.join(Threads.begin(body), Threads.begin(body));
            assertEquals(2, Memory.getLong(lock + 64));
        });
        assertTrue(runs > 20 && runs < MOST_RUNS, runs + " runs");
    }

    /** The counterpart: without the lock the search must find that a count is lost, or that the loads race. */
    @Test
    void withoutTheLockTheSearchFindsTheRace() {
        assertThrows(SimulationFailure.class, () -> Exhaustive.run(options(), 1, 0, MOST_RUNS, () -> () -> {
            long word = Os.map(4096);
            Runnable body = () -> Memory.putLong(word, Memory.getLong(word) + 1);
            Threads.join(Threads.begin(body), Threads.begin(body));
        }));
    }

    /** Two words and two threads: each stores to its own and loads the other's. Only volatile accesses forbid that both read 0. */
    @Test
    void onlyVolatileAccessesForbidThatBothReadTheOldValue() {
        assertEquals(0, bothOld(true));
        assertTrue(bothOld(false) > 0);
    }

    private static long bothOld(boolean isVolatile) {
        long[] found = {0};
        Exhaustive.run(options(), 2, 2, MOST_RUNS, () -> () -> {
            long words = Os.map(4096);
            int[] read = new int[2];
            SimulatedThread[] threads = new SimulatedThread[2];
            for (int i = 0; i < 2; i++) {
                int index = i;
                threads[i] = Threads.begin(() -> {
                    long mine = words + index * 64L;
                    long other = words + (1 - index) * 64L;
                    if (isVolatile) {
                        Memory.putIntVolatile(mine, 1);
                        read[index] = Memory.getIntVolatile(other);
                    } else {
                        Memory.putIntRelease(mine, 1);
                        read[index] = Memory.getIntAcquire(other);
                    }
                });
            }
            Threads.join(threads);
            found[0] += read[0] + read[1] == 0 ? 1 : 0;
        });
        return found[0];
    }

    /** The owner leaves while a block is sent to it: whoever comes last takes it home. */
    @Test
    void noMailIsMissedWhenItsOwnerLeaves() {
        long runs = Exhaustive.run(options(), 2, 1, MOST_RUNS, () -> () -> {
            Mailbox blocks = new Mailbox();
            SimulatedThread owner = Threads.begin(() -> {
                Ledger.expect(Tls.heap() != 0, "no heap", 0);
                blocks.put(Allocator.allocate(64, Tls.heap()));
            });
            SimulatedThread sender = Threads.begin(() -> {
                long block = blocks.take();
                RemoteFree.handOverOne(Arena.tagOf(Arena.pageOf(block)) >>> PageTag.OWNER_SHIFT, block);
            });
            Threads.join(owner, sender);
            Invariants.check(List.of());
        });
        assertTrue(runs > 1000, runs + " runs");
    }

    /** Two senders push while the owner takes everything. */
    @Test
    void aPushIsNeverLost() {
        long runs = Exhaustive.run(options(), 2, 1, MOST_RUNS, () -> () -> {
            long first = Allocator.allocate(64, Tls.heap());
            long second = Allocator.allocate(64, Tls.heap());
            long heap = Tls.heap();
            SimulatedThread one = Threads.begin(() -> RemoteFree.handOverOne(Heap.owner(heap), first));
            SimulatedThread two = Threads.begin(() -> RemoteFree.handOverOne(Heap.owner(heap), second));
            Inbox.drain(heap);
            Threads.join(one, two);
            Invariants.check(List.of());
        });
        assertTrue(runs > 1000, runs + " runs");
    }
}
