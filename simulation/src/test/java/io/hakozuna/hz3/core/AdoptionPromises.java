package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.bind;
import static io.hakozuna.hz3.core.Steps.expectOwnBins;
import static io.hakozuna.hz3.core.Steps.fill;
import static io.hakozuna.hz3.core.Steps.heapOf;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.stream.LongStream;

/** The programs of promises about segments of dead heaps, and who adopts them. */
final class AdoptionPromises {
    private AdoptionPromises() {
    }

    /** Of a thread, or a guest, that had so many. */
    private static long[] blocksOfOneThatEnded(Ledger ledger, boolean guest, int count, long size) {
        long[] blocks = new long[count];
        Runnable body = () -> {
            for (int i = 0; i < count; i++) {
                blocks[i] = ledger.allocate(size);
            }
        };
        Threads.join(guest ? Threads.beginGuest(body) : Threads.begin(body));
        return blocks;
    }

    /** Who frees a dead owner's blocks and needs memory takes its segment over. */
    static void adopted(Ledger ledger, Interventions interventions) {
        bind(ledger);
        long[] blocks = blocksOfOneThatEnded(ledger, false, 40, 4096);
        long page = Arena.pageOf(blocks[0]);
        fill(ledger);
        expect(Statistics.sum(Heap.ADOPTED_SEGMENTS) == 0, "a segment was adopted that nothing was sent to", page);
        ledger.free(blocks[0]);
        long block = 0;
        for (int i = 0; i < 40 && Statistics.sum(Heap.ADOPTED_SEGMENTS) == 0; i++) {
            block = ledger.allocate(4096);
        }
        expect(Statistics.sum(Heap.ADOPTED_SEGMENTS) == 1, "the segment of a dead owner is not adopted", page);
        long served = Arena.pageOf(block);
        expect(LongStream.of(blocks).anyMatch(old -> Arena.pageOf(old) == served), "what was adopted does not serve who adopted it", block);
        expect(Segments.owner(Segments.ofPage(page)) == Heap.owner(Tls.heap()), "the segment of a dead owner is not the adopter's", page);
        Invariants.check(ledger.addresses());
    }

    /** Of the stash goes as well what tells that an owner is dead. */
    static void adoptedByStash(Ledger ledger, Interventions interventions) {
        bind(ledger);
        long[] blocks = blocksOfOneThatEnded(ledger, false, 40, 4096);
        for (int i = 0; i < 20; i++) {
            ledger.free(blocks[i]);
        }
        RemoteFree.flush(Tls.heap());
        fill(ledger);
        expect(Statistics.sum(Heap.ADOPTED_SEGMENTS) == 1, "the segment of a dead owner is not adopted", 0);
        Invariants.check(ledger.addresses());
    }

    /** Of two segments with spans of the same class, one goes and the other stays. */
    static void adoptedOfTwo(Ledger ledger, Interventions interventions) {
        bind(ledger);
        long[] blocks = new long[48];
        Threads.join(Threads.begin(() -> {
            for (int i = 0; i < 16; i++) {
                blocks[i] = ledger.allocate(4096);
            }
            ledger.allocate(63 * PAGE);
            for (int i = 16; i < blocks.length; i++) {
                blocks[i] = ledger.allocate(4096);
            }
            for (int i = 0; i < 8; i++) {
                ledger.free(blocks[i]);
            }
        }));
        ledger.free(blocks[16]);
        for (int i = 0; i < 2; i++) {
            ledger.allocate(4096);
            Invariants.check(ledger.addresses());
        }
        expect(Statistics.sum(Heap.ADOPTED_SEGMENTS) == 1, "the segment of a dead owner is not adopted", 0);
    }

    static void notAdopted(Ledger ledger, Interventions interventions) {
        bind(ledger);
        ledger.free(blocksOfOneThatEnded(ledger, false, 40, 4096)[0]);
        fill(ledger);
        expect(Statistics.sum(Heap.ADOPTED_SEGMENTS) == 0, "a segment was adopted where none is to be", 0);
    }

    static void notAdoptedOfGuests(Ledger ledger, Interventions interventions) {
        bind(ledger);
        ledger.free(blocksOfOneThatEnded(ledger, true, 40, 4096)[0]);
        fill(ledger);
        expect(Statistics.sum(Heap.ADOPTED_SEGMENTS) == 0, "a segment of a common heap was adopted", 0);
    }

    /** Not where settling the dead heap would take long. */
    static void notAdoptedAtOnce(Ledger ledger, Interventions interventions) {
        bind(ledger);
        long[] block = new long[1];
        Threads.join(Threads.begin(() -> {
            long[] blocks = new long[Purge.BUDGET + 2];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = ledger.allocate(16);
            }
            for (int i = 1; i < blocks.length; i++) {
                ledger.free(blocks[i]);
            }
            block[0] = blocks[0];
        }));
        ledger.free(block[0]);
        for (int i = 0; i < 20; i++) {
            ledger.allocate(4096);
        }
        expect(Statistics.sum(Heap.ADOPTED_SEGMENTS) == 0, "a segment was adopted at any price", 0);
        Invariants.check(ledger.addresses());
    }

    /** Several want the segment of the same dead heap. */
    static void adoptionOfOne(Ledger ledger, Interventions interventions) {
        bind(ledger);
        Mailbox begun = new Mailbox();
        Mailbox[] mine = {new Mailbox(), new Mailbox(), new Mailbox()};
        SimulatedThread[] threads = new SimulatedThread[mine.length];
        for (int i = 0; i < threads.length; i++) {
            Mailbox blocks = mine[i];
            threads[i] = Threads.begin(() -> {
                bind(ledger);
                begun.put(1);
                ledger.free(blocks.take());
                ledger.allocate(4096);
            });
        }
        for (int i = 0; i < threads.length; i++) {
            begun.take();
        }
        long[] blocks = blocksOfOneThatEnded(ledger, false, 8, 4096);
        for (int i = 0; i < threads.length; i++) {
            mine[i].put(blocks[i]);
        }
        Threads.join(threads);
        Invariants.check(ledger.addresses());
    }

    /** The segment goes to another one, which has just begun, while a thread is about to adopt it: at each of its steps. */
    static void adoptedMeanwhile(Ledger ledger, Interventions interventions) {
        bind(ledger);
        Mailbox mine = new Mailbox();
        Mailbox done = new Mailbox();
        SimulatedThread first = Threads.begin(() -> {
            bind(ledger);
            done.put(0);
            for (long block = mine.take(); block != 0; block = mine.take()) {
                done.put(adopt(block));
            }
        });
        done.take();
        for (int accesses = 0; accesses < 12; accesses++) {
            long block = blocksOfOneThatEnded(ledger, false, 1, 4096)[0];
            interventions.stop(Threads.running(), 1);
            interventions.stop(first, accesses);
            mine.put(block);
            // The second one is to have a heap of its own.
            long dead = heapOf(block);
            boolean claimed = DeadHeaps.claim(dead);
            Mailbox bound = new Mailbox();
            Mailbox turns = new Mailbox();
            SimulatedThread second = Threads.begin(() -> {
                bind(ledger);
                bound.put(0);
                turns.take();
                done.put(adopt(block));
                turns.take();
            });
            bound.take();
            if (claimed) {
                DeadHeaps.letGo(dead);
            }
            turns.put(1);
            expect(done.take() + done.take() == 1, "a segment of a dead owner is not adopted once", block);
            interventions.stopNone();
            turns.put(1);
            Threads.join(second);
            Invariants.check(ledger.addresses());
        }
        mine.put(0);
        Threads.join(first);
    }

    private static int adopt(long block) {
        Memory.putLong(Tls.heap() + Heap.MAILED_TO_DEAD, block);
        return Adoption.adopt(Tls.heap()) ? 1 : 0;
    }

    /** A chain of objects of one owner, of which some have another one by the time that it comes home. */
    static void chainOfTwoOwners(Ledger ledger, Interventions interventions) {
        Mailbox begun = new Mailbox();
        Mailbox freed = new Mailbox();
        Mailbox end = new Mailbox();
        bind(ledger);
        SimulatedThread adopter = Threads.begin(() -> {
            bind(ledger);
            begun.put(1);
            ledger.handOver(freed.take());
            Adoption.sentMail(Tls.heap(), 3, freed.take());
            ledger.allocate(4096);
            begun.put(Memory.getLong(Tls.heap() + Heap.ADOPTED_SEGMENTS));
            end.take();
        });
        begun.take();
        long[] blocks = new long[48];
        Threads.join(Threads.begin(() -> {
            for (int i = 0; i < blocks.length; i++) {
                if (i == 16) {
                    ledger.allocate(63 * PAGE);
                }
                blocks[i] = ledger.allocate(4096);
            }
            for (int i = 40; i < blocks.length; i++) {
                ledger.free(blocks[i]);
            }
        }));
        expect(Heap.owner(heapOf(blocks[0])) == 3, "not the owner that was meant", blocks[0]);
        ledger.free(blocks[0]);
        freed.put(blocks[1]);
        freed.put(blocks[1]);
        expect(begun.take() == 1, "the segment of a dead owner is not adopted", blocks[1]);
        Mailbox sent = new Mailbox();
        SimulatedThread successor = Threads.begin(() -> {
            ledger.allocate(4096);
            begun.put(1);
            sent.take();
            Inbox.drain(Tls.heap());
            expectOwnBins(Tls.heap());
            long room = Memory.getLong(Tls.heap() + Heap.STASH_ROOM);
            expect(room == Knobs.remoteStashBytes(), "what came by mail and is another owner's is not sent at once", room);
        });
        begun.take();
        ledger.free(blocks[39]);
        RemoteFree.flush(Tls.heap());
        sent.put(1);
        Threads.join(successor);
        end.put(1);
        Threads.join(adopter);
        ledger.addresses().forEach(ledger::free);
        RemoteFree.flush(Tls.heap());
    }
}
