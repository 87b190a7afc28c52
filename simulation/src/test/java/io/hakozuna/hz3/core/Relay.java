package io.hakozuna.hz3.core;

import io.hakozuna.hz3.simulation.Caches;
import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A program whose threads take turns. In its turn a thread reads and frees the blocks that lie ready for it, and allocates and writes as
 * many new ones as each other does; some of them lie ready for another thread, which may be any, and the rest for itself. The
 * allocator's accesses are counted from the middle on, those of the program are not; nothing depends on a clock or on chance.
 */
final class Relay {
    static final int BATCH = 256;
    private static final int MARK = 42;
    /** Rounds before the counting, and rounds with it: enough blocks for a few messages of the largest stash. */
    private static final int ROUNDS = 24;

    private final int threads;
    private final int remotePercent;
    private final int smallest;
    private final int largest;
    private final Caches caches;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<List<Long>> ready = new ArrayList<>();
    private final List<Mailbox> turns = new ArrayList<>();
    private boolean isCounted;
    private long operations;
    private long remoteFrees;
    private long handovers;
    private long groups;
    private long mostInUse;

    Relay(int threads, int remotePercent, int smallest, int largest, Caches caches) {
        this.threads = threads;
        this.remotePercent = remotePercent;
        this.smallest = smallest;
        this.largest = largest;
        this.caches = caches;
    }

    /** The body of the process. */
    void run() {
        SimulatedThread[] all = new SimulatedThread[threads];
        for (int i = 0; i < threads; i++) {
            ready.add(new ArrayList<>());
            turns.add(new Mailbox());
        }
        for (int i = 0; i < threads; i++) {
            int me = i;
            all[i] = Threads.begin(() -> takeTurns(me));
        }
        turns.getFirst().put(0);
        Threads.join(all);
    }

    private void takeTurns(int me) {
        for (int round = 0; round < 2 * ROUNDS; round++) {
            turns.get(me).take();
            if (me == 0 && round == ROUNDS) {
                isCounted = true;
                handovers = -Statistics.sum(Heap.REMOTE_HANDOVERS);
                groups = -Statistics.sum(Heap.REMOTE_GROUPS);
            }
            freeAll(me);
            allocateAll(me);
            mostInUse = Math.max(mostInUse, Statistics.arenaBytesInUse());
            if (me == threads - 1 && round == 2 * ROUNDS - 1) {
                isCounted = false;
                handovers += Statistics.sum(Heap.REMOTE_HANDOVERS);
                groups += Statistics.sum(Heap.REMOTE_GROUPS);
            }
            turns.get((me + 1) % threads).put(0);
        }
        turns.get(me).take();
        freeAll(me);
        turns.get((me + 1) % threads).put(0);
    }

    private void freeAll(int me) {
        List<Long> blocks = new ArrayList<>(ready.get(me));
        ready.get(me).clear();
        for (long block : blocks) {
            Ledger.expect(Memory.getLong(block) == MARK, "what was written is lost", block);
            boolean isRemote = Steps.heapOf(block) != Tls.heap();
            counting(() -> Allocator.free(block, Tls.heap()));
            remoteFrees += isCounted && isRemote ? 1 : 0;
        }
        operations += isCounted ? blocks.size() : 0;
    }

    private void allocateAll(int me) {
        for (int i = 0; i < BATCH; i++) {
            long size = smallest + random.nextInt(largest - smallest + 1);
            int other = random.nextInt(threads - 1);
            int freedBy = random.nextInt(100) >= remotePercent ? me : other < me ? other : other + 1;
            counting(() -> {
                long block = Allocator.allocate(size, Tls.heap());
                caches.count(false);
                Memory.putLong(block, MARK);
                ready.get(freedBy).add(block);
            });
        }
        operations += isCounted ? BATCH : 0;
    }

    private void counting(Runnable call) {
        caches.count(isCounted);
        call.run();
        caches.count(false);
    }

    /** Mallocs and frees that were counted, and the frees among them of blocks of other threads. */
    long operations() {
        return operations;
    }

    long remoteFrees() {
        return remoteFrees;
    }

    /** Bytes of the arena's pages in spans and runs, at their most. */
    long mostInUse() {
        return mostInUse;
    }

    /** Messages that were sent for these, and their groups, or 0 where lanes do not group. */
    long handovers() {
        return handovers;
    }

    long groups() {
        return groups;
    }
}
