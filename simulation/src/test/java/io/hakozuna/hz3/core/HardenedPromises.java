package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;

import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about what is done to a block when it is freed, in lanes that protect: see {@link Hardening}. */
final class HardenedPromises {
    private static final long RUN = 20 << 16;
    private static final long MAPPING = 5 << 20;

    private HardenedPromises() {
    }

    private static boolean waits(long block) {
        long queue = Tls.heap() + Heap.quarantine();
        expect(Memory.getLong(queue + 8) - Memory.getLong(queue) <= 1024, "more blocks wait than there are places", queue);
        for (long number = Memory.getLong(queue); number < Memory.getLong(queue + 8); number++) {
            if (Memory.getLong(queue + 24 + number % 1024 * 8) == block) {
                return true;
            }
        }
        return false;
    }

    /** A thread's own small blocks wait after their free, as many as there is room for; no others do. */
    static void quarantine(Ledger ledger, Interventions interventions) {
        long first = ledger.allocate(100);
        ledger.free(first);
        expect(waits(first), "a block does not wait", first);
        int room = (int) (Knobs.quarantineBytes() / 112);
        for (int i = 1; i < room; i++) {
            ledger.free(ledger.allocate(100));
        }
        expect(waits(first), "a block waits for less than there is room for", first);
        long last = ledger.allocate(100);
        ledger.free(last);
        expect(!waits(first) && waits(last), "a block waits for longer than there is room for", first);
        long large = ledger.allocate(1000);
        ledger.free(large);
        expect(!waits(large), "a block waits that is a large part of all", large);
        long run = ledger.allocate(RUN);
        ledger.free(run);
        expect(!waits(run) && ledger.allocate(RUN) == run, "a run waits", run);
        long home = Tls.heap();
        long other = ledger.allocate(100);
        Threads.join(Threads.begin(() -> {
            ledger.allocate(100);
            ledger.free(other);
            expect(!waits(other), "another thread's block waits", other);
            long own = ledger.allocate(100);
            ledger.free(own);
            RemoteFree.flush(Tls.heap());
        }));
        expect(Inbox.hasMail(home), "another thread's block is lost", other);
        end(ledger);
    }

    /** The queue has so many places, however small the blocks are. */
    static void places(Ledger ledger, Interventions interventions) {
        long[] blocks = new long[1025];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = ledger.allocate(8);
        }
        for (int i = 0; i < blocks.length; i++) {
            ledger.free(blocks[i]);
            expect(waits(blocks[0]) == i < 1024, "the first block after " + i, blocks[0]);
        }
        end(ledger);
    }

    /** A trim lets go of what waits, and nothing is lost. */
    private static void end(Ledger ledger) {
        ledger.addresses().forEach(ledger::free);
        Lifecycle.trim(Tls.heap());
        Invariants.check(ledger.addresses());
        expect(Statistics.arenaBytesInUse() == 0, "pages that are in use after all is freed", Statistics.arenaBytesInUse());
    }

    /** Nothing is left of the end of a block that shrinks. */
    static void zeroesBehindWhatShrinks(Ledger ledger, Interventions interventions) {
        long size = 10 << 16;
        long block = ledger.allocate(size);
        ledger.reallocate(block, size / 2);
        expect(ledger.reallocate(block, size) == block, "a block does not grow over free pages", block);
        ledger.reallocate(block, size / 2);
        long behind = Allocator.allocate(size / 2, Tls.heap());
        expect(behind == block + size / 2, "another block than the pages that got free", behind);
        for (long at = 0; at < size / 2; at += 8) {
            expect(Memory.getLong(behind + at) == 0, "byte " + at + " of pages that a block has given up", behind);
        }
        Allocator.free(behind, Tls.heap());
    }

    /** Nothing of a block is left to be read after its free, nor of what it was linked with after its malloc. */
    static void zeroes(Ledger ledger, Interventions interventions) {
        for (long size : new long[] {64, 3000, 2 << 16, RUN, MAPPING}) {
            long block = ledger.allocate(size);
            long next = ledger.allocate(size);
            ledger.free(next);
            // Memory that is locked is no exception.
            interventions.refuse(size == RUN ? 1 : 0);
            ledger.free(block);
            // Two words of a small block may be links by now.
            for (long at = 16; at + 8 <= size - Canary.bytes(); at += 8) {
                expect(Memory.getLong(block + at) == 0, "byte " + at + " of a freed block of " + size, block);
            }
            long again = Allocator.allocate(size, Tls.heap());
            expect(again == block, "another block than the one that was freed last", again);
            for (long at : new long[] {0, 8, size - 8}) {
                expect(Memory.getLong(again + at) == 0, "byte " + at + " of a block of " + size + " that was free", again);
            }
            Allocator.free(again, Tls.heap());
        }
    }
}
