package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.DECAY_MS;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.heapOf;
import static io.hakozuna.hz3.core.Steps.lookForAWhile;
import static io.hakozuna.hz3.core.Steps.stateOf;
import static io.hakozuna.hz3.core.Steps.tendAll;
import static io.hakozuna.hz3.core.Steps.untilAsleep;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about the heaps of threads that sleep: when others take them, and when not. */
final class IdlePromises {
    private IdlePromises() {
    }

    /** A thread that has memory cached and sleeps: at the second look that finds its lists the same, a decay after the first. */
    static void idle(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox calls = new Mailbox();
        ledger.allocate(64);
        SimulatedThread sleeper = Threads.begin(() -> {
            long[] runs = new long[8];
            for (long call = 1; call != 0; call = calls.take()) {
                for (int i = 0; i < runs.length; i++) {
                    runs[i] = ledger.allocate(PAGE);
                }
                for (long run : runs) {
                    ledger.free(run);
                }
                blocks.put(ledger.allocate(64));
            }
        });
        long heap = heapOf(blocks.take());
        untilAsleep(heap);
        tendAll();
        Threads.sleep(DECAY_MS);
        tendAll();
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap was taken at the first look", heap);
        tendAll();
        Threads.sleep(DECAY_MS - 1);
        tendAll();
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap was taken before the decay", heap);
        calls.put(1);
        blocks.take();
        untilAsleep(heap);
        Threads.sleep(1);
        tendAll();
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap was taken that was in use between the looks", heap);
        Threads.sleep(DECAY_MS);
        tendAll();
        expect(stateOf(heap) == Heap.STATE_DEAD, "the heap of a thread that sleeps is not taken", heap);
        expect(Memory.getLong(heap + Heap.TAKEN) == 1, "taken heaps miscounted", heap);
        tendAll();
        tendAll();
        expect(Memory.getLong(heap + Heap.DIRTY_PAGES) == 0, "the memory of a heap that was taken stays", heap);
        calls.put(1);
        expect(heapOf(blocks.take()) == heap, "a thread that wakes up has another heap", heap);
        calls.put(0);
        Threads.join(sleeper);
        expect(Heaps.owners() == 2, "more heaps than threads", Heaps.owners());
    }

    /** A thread that holds next to nothing keeps its heap, until there is mail for it. */
    static void idleAndSmall(Ledger ledger, Interventions interventions) {
        SmallThread small = SmallThread.asleep(ledger);
        long heap = small.heap();
        lookForAWhile();
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap was taken for nothing", heap);
        ledger.handOver(small.block());
        lookForAWhile();
        expect(stateOf(heap) == Heap.STATE_DEAD, "mail for a thread that sleeps stays where it is", heap);
        small.leave();
    }

    static void idleWithAPurgeThread(Ledger ledger, Interventions interventions) {
        SmallThread small = SmallThread.asleep(ledger);
        lookForAWhile();
        expect(stateOf(small.heap()) == Heap.STATE_DEAD, "a heap with a segment is not taken for the purge thread", small.heap());
        small.leave();
    }

    /** A thread that has nothing but a mapping has nothing that anybody could give back. */
    static void idleWithoutMemory(Ledger ledger, Interventions interventions) {
        Mailbox heaps = new Mailbox();
        Mailbox end = new Mailbox();
        ledger.allocate(64);
        SimulatedThread thread = Threads.begin(() -> {
            ledger.allocate(5 << 20);
            heaps.put(Tls.heap());
            end.take();
        });
        long heap = heaps.take();
        untilAsleep(heap);
        lookForAWhile();
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap without memory was taken", heap);
        end.put(1);
        Threads.join(thread);
    }

    /** A heap that was taken, and is another thread's by now, stays that one's when its first thread ends. */
    static void idleAndGiven(Ledger ledger, Interventions interventions) {
        SmallThread first = SmallThread.asleep(ledger);
        long heap = first.heap();
        expect(IdleHeaps.take(heap), "the heap of a thread that sleeps is not taken", heap);
        DeadHeaps.leave(heap, Os.milliseconds());
        SmallThread second = SmallThread.asleep(ledger);
        expect(second.heap() == heap, "a heap that was taken is not for the next thread", heap);
        first.leave();
        expect(IdleHeaps.take(heap), "the heap of a thread that sleeps is not taken any more", heap);
        DeadHeaps.leave(heap, Os.milliseconds());
        second.leave();
    }

    /** A thread wakes up and calls while somebody is taking its heap. */
    static void wakeUp(Ledger ledger, Interventions interventions) {
        Mailbox begun = new Mailbox();
        Mailbox calls = new Mailbox();
        int rounds = 30;
        SimulatedThread sleeper = Threads.begin(() -> {
            ledger.allocate(64);
            begun.put(1);
            for (int i = 0; i < rounds; i++) {
                calls.take();
                ledger.free(ledger.allocate(64));
            }
        });
        begun.take();
        SimulatedThread waker = Threads.begin(() -> {
            for (int i = 0; i < rounds; i++) {
                calls.put(1);
            }
        });
        long heap = Arena.heapOf(1);
        for (int i = 0; i < 2 * rounds; i++) {
            if (IdleHeaps.take(heap)) {
                DeadHeaps.leave(heap, Os.milliseconds());
            }
        }
        Threads.join(sleeper, waker);
    }

    /** A thread wakes up at each step of who takes its heap, and is stopped at each step of its call. */
    static void wakeUpMeanwhile(Ledger ledger, Interventions interventions) {
        Mailbox done = new Mailbox();
        Mailbox calls = new Mailbox();
        ledger.allocate(64);
        SimulatedThread sleeper = Threads.begin(() -> {
            long block = ledger.allocate(64);
            for (done.put(Tls.heap()); calls.take() != 0; done.put(Tls.heap())) {
                ledger.free(block);
                block = ledger.allocate(64);
            }
        });
        Mailbox wakeUps = new Mailbox();
        SimulatedThread waker = Threads.begin(() -> {
            while (wakeUps.take() != 0) {
                calls.put(1);
            }
        });
        done.take();
        for (int taken = 0; taken < 8; taken++) {
            for (int called = 0; called < 4; called++) {
                calls.put(1);
                long heap = done.take();
                untilAsleep(heap);
                interventions.stop(waker, 0);
                interventions.stop(Threads.running(), taken);
                interventions.stop(sleeper, called);
                wakeUps.put(1);
                if (IdleHeaps.take(heap)) {
                    DeadHeaps.settleWithin(heap, Purge.BUDGET);
                    DeadHeaps.leave(heap, Os.milliseconds());
                }
                done.take();
                interventions.stopNone();
            }
        }
        wakeUps.put(0);
        calls.put(0);
        Threads.join(waker, sleeper);
    }

    /** Where heaps of sleeping threads are not to be taken, no reason is one. */
    static void idleAndLeftAlone(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox end = new Mailbox();
        ledger.allocate(64);
        SimulatedThread sleeper = Threads.begin(() -> {
            for (int i = 0; i < 100; i++) {
                blocks.put(ledger.allocate(1000));
            }
            end.take();
        });
        for (int i = 0; i < 100; i++) {
            long block = blocks.take();
            expect(stateOf(heapOf(block)) == Heap.STATE_LIVE, "a heap was taken", block);
            ledger.free(block);
        }
        lookForAWhile();
        Lifecycle.trim(Tls.heap());
        expect(Statistics.sum(Heap.TAKEN) == 0, "a heap was taken", 0);
        end.put(1);
        Threads.join(sleeper);
    }

    /** The first of the blocks, when their thread has gone to sleep. */
    private static long asleep(Mailbox blocks) {
        long first = blocks.take();
        untilAsleep(heapOf(first));
        return first;
    }

    private static void bury(Ledger ledger, long first, Mailbox blocks, int count) {
        ledger.free(first);
        for (int i = 1; i < count; i++) {
            ledger.free(blocks.take());
        }
    }

    /** A heap is taken for the messages in its inbox alone, and not before they are many, nor all the time. */
    static void buried(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox calls = new Mailbox();
        ledger.allocate(64);
        SimulatedThread sleeper = Threads.begin(() -> {
            for (long call = 1; call != 0; call = calls.take()) {
                for (int i = 0; i < 40; i++) {
                    blocks.put(ledger.allocate(1000));
                }
            }
        });
        long first = asleep(blocks);
        long heap = heapOf(first);
        bury(ledger, first, blocks, 31);
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap was taken for a few messages", heap);
        bury(ledger, blocks.take(), blocks, 9);
        expect(stateOf(heap) == Heap.STATE_DEAD, "a heap whose thread sleeps is buried in mail", heap);
        calls.put(1);
        first = asleep(blocks);
        heap = heapOf(first);
        bury(ledger, first, blocks, 40);
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap was taken twice in a moment", heap);
        Threads.sleep(10);
        calls.put(1);
        first = asleep(blocks);
        heap = heapOf(first);
        bury(ledger, first, blocks, 40);
        expect(stateOf(heap) == Heap.STATE_DEAD, "a heap whose thread sleeps is buried in mail", heap);
        expect(Statistics.sum(Heap.TAKEN) == 2, "taken heaps miscounted", Statistics.sum(Heap.TAKEN));
        calls.put(0);
        Threads.join(sleeper);
    }

    /** Large runs count by their memory: eleven of 2 MiB are as much as 33 messages. What was taken in is forgotten. */
    static void buriedInRuns(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox end = new Mailbox();
        ledger.allocate(64);
        SimulatedThread sleeper = Threads.begin(() -> {
            for (int i = 0; i < 10; i++) {
                blocks.put(ledger.allocate(2 << 20));
            }
            end.take();
            Inbox.drainAll(Tls.heap());
            for (int i = 0; i < 11; i++) {
                blocks.put(ledger.allocate(2 << 20));
            }
            end.take();
        });
        long first = asleep(blocks);
        long heap = heapOf(first);
        bury(ledger, first, blocks, 10);
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap was taken for ten runs of 2 MiB", heap);
        end.put(1);
        first = asleep(blocks);
        bury(ledger, first, blocks, 10);
        expect(stateOf(heap) == Heap.STATE_LIVE, "a heap was taken for runs that were taken in", heap);
        bury(ledger, blocks.take(), blocks, 1);
        expect(stateOf(heap) == Heap.STATE_DEAD, "a heap whose thread sleeps is buried in eleven runs of 2 MiB", heap);
        end.put(1);
        Threads.join(sleeper);
    }

    /** The heap stays with its thread where that is awake, and does not come for its mail. */
    static void buriedAndAwake(Ledger ledger, Interventions interventions) {
        Mailbox begun = new Mailbox();
        long[] blocks = new long[40];
        boolean[] over = new boolean[1];
        ledger.allocate(64);
        SimulatedThread awake = Threads.begin(() -> {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = ledger.allocate(1000);
            }
            begun.put(1);
            while (!over[0]) {
                Cpu.pause();
            }
        });
        begun.take();
        for (long block : blocks) {
            ledger.free(block);
        }
        expect(stateOf(heapOf(blocks[0])) == Heap.STATE_LIVE, "the heap of a thread that is awake was taken", blocks[0]);
        over[0] = true;
        Threads.join(awake);
    }
}
