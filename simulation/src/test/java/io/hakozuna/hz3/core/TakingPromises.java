package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about who may take a heap from its thread, at the moments that few schedules come to. */
final class TakingPromises {
    private TakingPromises() {
    }

    /** Heaps are taken by one at a time, and from who has them. */
    static void oneAtATime(Ledger ledger, Interventions interventions) {
        SmallThread small = SmallThread.asleep(ledger);
        long heap = small.heap();
        int thread = Memory.getIntAcquire(heap + Heap.THREAD);
        long lock = Globals.at(Globals.TAKING_LOCK);
        Lock.take(lock);
        expect(!IdleHeaps.take(heap), "a heap was taken while somebody takes one", heap);
        expect(!Lock.tryTake(lock), "a lock was left by one that did not have it", lock);
        Lock.leave(lock);
        expect(IdleHeaps.take(heap), "the heap of a thread that sleeps is not taken", heap);
        Memory.putIntOpaque(heap + Heap.THREAD, thread);
        expect(!IdleHeaps.take(heap), "a heap was taken from a thread that has none", heap);
        Memory.putIntOpaque(heap + Heap.THREAD, 0);
        DeadHeaps.leave(heap, Os.milliseconds());
        small.leave();
    }

    /** A heap that holds little is taken for what lies in it on the way to its spans. */
    static void onTheWay(Ledger ledger, Interventions interventions) {
        Mailbox heaps = new Mailbox();
        Mailbox end = new Mailbox();
        ledger.allocate(64);
        SimulatedThread sleeper = Threads.begin(() -> {
            long[] blocks = new long[400];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = ledger.allocate(16);
            }
            for (long block : blocks) {
                ledger.free(block);
            }
            Sweep.sweepSome(Tls.heap(), SizeClasses.binOf(16), 65);
            heaps.put(Tls.heap());
            end.take();
        });
        long heap = heaps.take();
        expect(Sweep.anyGoHome(heap), "nothing is on its way", heap);
        Steps.untilAsleep(heap);
        Steps.lookForAWhile();
        expect(Memory.getIntAcquire(heap + Heap.STATE) == Heap.STATE_DEAD, "what is on its way in a thread that sleeps stays", heap);
        end.put(1);
        Threads.join(sleeper);
    }

    /** A thread that looks for its heap while nobody has taken it finds that one. */
    static void stillOwn(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long heap = Tls.heap();
        for (int i = 0; i < 2; i++) {
            expect(IdleHeaps.stillOwn() == heap, "a thread's heap is not its own any more", heap);
        }
        expect(Heaps.bind(Tls.noHeap()) == heap, "a thread that looks for its heap gets another one", heap);
    }

    /** The heap of a thread whose end nobody was told of is taken by a trim, whether or not those of sleeping threads are to be. */
    static void unseenEnd(Ledger ledger, Interventions interventions) {
        long[] heap = new long[1];
        ledger.allocate(64);
        Threads.join(Threads.begin(() -> {
            ledger.free(ledger.allocate(3000));
            heap[0] = Tls.heap();
        }));
        long lock = Globals.at(Globals.TAKING_LOCK);
        Lock.take(lock);
        expect(!IdleHeaps.takeIfEnded(heap[0]), "a heap was taken while somebody takes one", heap[0]);
        Lock.leave(lock);
        Lifecycle.trim(Tls.heap());
        expect(Memory.getIntAcquire(heap[0] + Heap.STATE) == Heap.STATE_DEAD, "a trim leaves the heap of a thread that has ended", heap[0]);
    }
}
