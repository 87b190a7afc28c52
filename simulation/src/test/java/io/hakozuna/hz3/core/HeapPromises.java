package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.calls;
import static io.hakozuna.hz3.core.Steps.heapOf;
import static io.hakozuna.hz3.core.Steps.isGuest;
import static io.hakozuna.hz3.core.Steps.stateOf;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about who has which heap. */
final class HeapPromises {
    private HeapPromises() {
    }

    static void leases(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long lent = Tls.heap();
        Threads.join(Threads.begin(() -> {
            calls(ledger, 300);
            expect(isGuest(), "a lease before the other one has run out", lent);
            Threads.sleep(20);
            calls(ledger, 300);
            expect(Tls.heap() == lent, "no lease, although the other one has run out and its thread sleeps", lent);
        }));
        expect(Memory.getLong(lent + Heap.LEASES) == 1, "leases miscounted", lent);
        ledger.allocate(64);
        expect(Tls.heap() == lent, "a heap that nobody has is not for the next thread", lent);
        Threads.sleep(20);
        // Who can have no heap of its own gets no lease either.
        Threads.join(Threads.beginGuest(() -> {
            calls(ledger, 600);
            expect(isGuest(), "a lease for a virtual thread", lent);
        }));
        Threads.join(Threads.begin(() -> {
            ledger.allocate(64);
            Tls.setExiting();
            calls(ledger, 300);
            expect(isGuest(), "a lease for a thread that ends", lent);
        }));
        for (int i = 0; i < 4; i++) {
            Threads.sleep(20);
            ledger.allocate(64);
            Threads.sleep(20);
            Threads.join(Threads.begin(() -> calls(ledger, 300)));
        }
    }

    /** Owners are lent in turn. */
    static void leasesInTurn(Ledger ledger, Interventions interventions) {
        Mailbox begun = new Mailbox();
        Mailbox end = new Mailbox();
        SimulatedThread[] threads = new SimulatedThread[3];
        ledger.allocate(64);
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Threads.begin(() -> {
                calls(ledger, 300);
                expect(!isGuest(), "a guest gets no lease of two owners that sleep", Tls.heap());
                begun.put(1);
                end.take();
            });
            begun.take();
            Threads.sleep(i == 0 ? 20 : 0);
        }
        for (int i = 0; i < threads.length; i++) {
            end.put(1);
        }
        Threads.join(threads);
    }

    static void noLeases(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        Threads.join(Threads.begin(() -> {
            Threads.sleep(1000);
            calls(ledger, 300);
            expect(isGuest(), "a lease where owners are not lent", 0);
        }));
        expect(Heaps.owners() == 2, "other heaps than the owner's and a common one", Heaps.owners());
    }

    /** Both are busy: a heap may change hands only while its thread is outside. */
    static void leasesOfWhoRuns(Ledger ledger, Interventions interventions) {
        SimulatedThread[] threads = new SimulatedThread[3];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Threads.begin(() -> {
                for (int k = 0; k < 4; k++) {
                    calls(ledger, 70);
                    Threads.sleep(1);
                }
            });
        }
        Threads.join(threads);
    }

    /** What other exit callbacks allocate is borrowed for. */
    static void exitCallbacks(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        Threads.join(Threads.begin(() -> {
            ledger.allocate(64);
            Lifecycle.threadExit();
            for (int i = 0; i < 4; i++) {
                ledger.free(ledger.allocate(100));
                expect(isGuest(), "a thread that has ended has a heap", Tls.heap());
            }
        }));
        expect(Heaps.owners() == 2, "more heaps than threads", Heaps.owners());
    }

    /** A thread gets the only owner when that one's thread has ended, and heaps lie together. */
    static void onlyOwner(Ledger ledger, Interventions interventions) {
        for (int i = 0; i < 3; i++) {
            Threads.join(Threads.begin(() -> {
                ledger.allocate(64);
                expect(!isGuest(), "a dead heap is nobody's, and the next thread is a guest", 0);
            }));
        }
        Threads.join(Threads.beginGuest(() -> ledger.allocate(64)));
        expect(Arena.heapOf(2) == Arena.heapOf(1) + Heap.bytes(), "a mapping for each heap", Arena.heapOf(2));
    }

    /** A thread that begins with another's block takes that one's place; one that does not, the place of who left last. */
    static void successor(Ledger ledger, Interventions interventions) {
        long[] blocks = new long[3];
        Mailbox end = new Mailbox();
        ledger.allocate(64);
        SimulatedThread[] threads = new SimulatedThread[blocks.length];
        for (int i = 0; i < blocks.length; i++) {
            int index = i;
            Mailbox begun = new Mailbox();
            threads[i] = Threads.begin(() -> {
                blocks[index] = ledger.allocate(64);
                begun.put(1);
                end.take();
            });
            begun.take();
        }
        for (SimulatedThread thread : threads) {
            end.put(1);
        }
        Threads.join(threads);
        long first = heapOf(blocks[0]);
        Threads.join(Threads.begin(() -> {
            ledger.free(blocks[0]);
            expect(Tls.heap() == first, "who begins with a dead owner's block is not its successor", first);
            ledger.allocate(64);
        }));
        Threads.join(Threads.begin(() -> {
            ledger.allocate(64);
            expect(Tls.heap() == first, "not the heap that was left last", first);
        }));
        expect(Heaps.owners() == 4, "more heaps than threads", Heaps.owners());
    }

    static void successorOfUnseenEnds(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        for (int i = 0; i < 20; i++) {
            Threads.join(Threads.begin(() -> ledger.allocate(1000)));
        }
        expect(Heaps.owners() == 2, "more heaps than threads at a time", Heaps.owners());
    }

    /** The first of the common heaps, 0 if there is none. */
    private static long commonHeap() {
        for (int i = 0; i < 2; i++) {
            long heap = Memory.getLong(Globals.at(Globals.COMMON_HEAPS) + i * 8L);
            if (heap != 0) {
                return heap;
            }
        }
        return 0;
    }

    /** Where other threads are not there any more, nobody has their heaps, and the locks are free. */
    static void forkChild(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox end = new Mailbox();
        ledger.allocate(64);
        Threads.join(Threads.beginGuest(() -> ledger.allocate(64)));
        SimulatedThread other = Threads.begin(() -> {
            for (int i = 0; i < 100; i++) {
                blocks.put(ledger.allocate(1000));
            }
            end.take();
        });
        long block = blocks.take();
        for (int i = 0; i < 99; i++) {
            ledger.free(blocks.take());
        }
        long heap = heapOf(block);
        long common = commonHeap();
        Lifecycle.forkPrepare();
        Memory.putIntOpaque(common + Heap.STATE, Heap.STATE_LIVE);
        Lifecycle.forkChild();
        expect(Memory.getIntOpaque(heap + Heap.THREAD) == 0, "the heap of a thread that is not there may be taken", heap);
        expect(Memory.getIntOpaque(Tls.heap() + Heap.THREAD) == Os.threadId(), "the forking thread's heap may not be taken", Tls.heap());
        expect(commonHeap() == 0, "a common heap that was cut off is used", common);
        ledger.free(block);
        Lifecycle.trim(Tls.heap());
        expect(stateOf(heap) == Heap.STATE_LIVE, "the heap of a thread that is not there was taken", heap);
        Threads.join(Threads.beginGuest(() -> ledger.allocate(64)));
        expect(commonHeap() != common, "a common heap that was cut off is used", common);
        long whole = commonHeap();
        Lifecycle.forkPrepare();
        Lifecycle.forkChild();
        expect(commonHeap() == whole, "a common heap that nobody was in was given up", whole);
        Memory.putIntVolatile(common + Heap.STATE, Heap.STATE_DEAD);
        // A heap that was taken while the forking thread slept is not its own, whatever it says.
        long own = Tls.heap();
        Memory.putIntOpaque(own + Heap.THREAD, 0);
        Tls.setHeap(Tls.noHeap());
        Lifecycle.forkPrepare();
        Lifecycle.forkChild();
        expect(Memory.getIntOpaque(own + Heap.THREAD) == 0, "a heap that was taken is offered again", own);
        Tls.setHeap(own);
        Memory.putIntOpaque(own + Heap.THREAD, Os.threadId());
        end.put(1);
        Threads.join(other);
    }
}
