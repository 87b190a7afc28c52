package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.MAPPING;
import static io.hakozuna.hz3.core.Steps.MIB;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.SEGMENT;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.free;
import static io.hakozuna.hz3.core.Steps.passEvents;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Simulation;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;

/** The programs of promises about where there is no memory or no address: limits, a full arena, mappings that stay. And locks. */
final class LimitPromises {
    private LimitPromises() {
    }

    private static void leave(Ledger ledger, Interventions interventions, long block) {
        interventions.refuse(1);
        ledger.free(block);
    }

    private static long heldBytes() {
        return Memory.getLongAcquire(Globals.at(Globals.HELD_BYTES));
    }

    /** Mappings that the system does not take back are kept in turn, serve blocks and are tried again. */
    static void leftovers(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 4, MAPPING);
        long held = heldBytes();
        leave(ledger, interventions, blocks[0]);
        // Not even purged.
        interventions.refuse(2);
        ledger.free(blocks[1]);
        leave(ledger, interventions, blocks[2]);
        expect(heldBytes() == held - 2 * Blocks.usableSize(blocks[3]), "the limit counts what was given back", held);
        Accounts.check();
        expect((blocks[0] & 16 * MIB - 1) != 0, "a mapping is aligned by chance", blocks[0]);
        ledger.free(ledger.allocateAligned(16 * MIB, MAPPING));
        long first = ledger.allocate(MAPPING);
        expect(first == blocks[0], "not the oldest mapping that could not be given back", first);
        Accounts.check();
        long part = ledger.allocate((4 << 20) + 4096);
        expect(part == blocks[1], "not a part of a mapping that could not be given back", part);
        // The rest of that one is too small for the next.
        long third = ledger.allocate(MAPPING);
        expect(third == blocks[2], "not the mapping that is large enough", third);
        Accounts.check();
        leave(ledger, interventions, third);
        Accounts.check();
        interventions.refuse(2);
        expect(!Leftovers.retry(1), "a mapping is gone that the system refused", 0);
        Accounts.check();
        expect(Leftovers.retry(1), "a mapping that can be given back stays", 0);
        Accounts.check();
        expect(Leftovers.retry(10), "a mapping that can be given back stays", 0);
        expect(!Leftovers.retry(10), "there is nothing left", 0);
        leave(ledger, interventions, first);
        first = ledger.allocate(MAPPING);
        Accounts.check();
        leave(ledger, interventions, first);
        Accounts.check();
        // What was given back counts again when it serves a block.
        long most = Knobs.memLimit() - heldBytes();
        long other = ledger.allocate(most - most % MIB);
        expect(other != 0, "no memory below the limit", most);
        interventions.refuse(0);
        expect(Leftovers.take(MAPPING) == 0, "a mapping that was given back takes more than the limit", 0);
        Accounts.check();
    }

    /** The last one in the queue is cut, and others come after what is left of it. */
    static void lastLeftover(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(3 * MAPPING);
        leave(ledger, interventions, block);
        long part = ledger.allocate(MAPPING);
        expect(part == block, "not the mapping that could not be given back", part);
        Accounts.check();
        leave(ledger, interventions, part);
        Accounts.check();
        // What is left was given back as far as it goes, and does not count once more.
        interventions.refuse(2);
        expect(!Leftovers.retry(1), "a mapping is gone that the system refused", 0);
        Accounts.check();
    }

    /** A search for room looks at a few of the mappings only. */
    static void manyLeftovers(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 20, MAPPING);
        long large = ledger.allocate(3 * MAPPING);
        for (long block : blocks) {
            leave(ledger, interventions, block);
        }
        leave(ledger, interventions, large);
        expect(Leftovers.take(3 * MAPPING) == 0, "a search has looked at all of many", 0);
        expect(Leftovers.retry(4), "nothing was given back", 0);
        expect(ledger.allocate(3 * MAPPING) == large, "a search has looked at too few", large);
        Accounts.check();
    }

    /** Two try the same mappings again. */
    static void leftoversOfTwo(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 3, MAPPING);
        for (long block : blocks) {
            leave(ledger, interventions, block);
        }
        Runnable body = () -> Leftovers.retry(3);
        Threads.join(Threads.begin(body), Threads.begin(body));
        Accounts.check();
        expect(!Leftovers.retry(3), "there is nothing left", 0);
    }

    /** In a container the free pages of all heaps together have a bound: a 32nd of its memory. */
    static void container(Ledger ledger, Interventions interventions) {
        Mailbox begun = new Mailbox();
        Mailbox end = new Mailbox();
        SimulatedThread other = Threads.begin(() -> {
            free(ledger, allocate(ledger, 64, 4 * PAGE));
            passEvents(ledger, 160, PAGE);
            begun.put(1);
            end.take();
        });
        begun.take();
        free(ledger, allocate(ledger, 64, 4 * PAGE));
        passEvents(ledger, 160, PAGE);
        long most = (64 << 20) / 32 + 2 * 8 * PAGE;
        expect(Statistics.arenaBytesRetained() <= most, "free pages are more than the container lets", Statistics.arenaBytesRetained());
        end.put(1);
        Threads.join(other);
    }

    /** Below a limit what is free of one size serves another, and no thread goes over it. */
    static void limit(Ledger ledger, Interventions interventions) {
        long count = 0;
        for (long block = ledger.allocate(PAGE); block != 0; block = ledger.allocate(PAGE)) {
            count++;
        }
        long most = Knobs.memLimit() / PAGE;
        expect(count <= most && count >= most - 1, count + " pages below the limit", most);
        expect(Simulation.current().kernel().outOfMemories() == 1, "the program is not told that there is no memory", 0);
        expect(ledger.allocate(100) == 0, "a small block above the limit", 0);
        expect(Simulation.current().kernel().outOfMemories() == 2, "the program is not told that there is no memory", 0);
        Accounts.check();
        ledger.addresses().forEach(ledger::free);
        count = 0;
        for (long block = ledger.allocate(30_000); block != 0; block = ledger.allocate(30_000)) {
            count++;
        }
        expect(count * 32768 >= Knobs.memLimit() - 4 * PAGE, "what is free does not serve another size: " + count, 0);
        Accounts.check();
        ledger.addresses().forEach(ledger::free);
        Threads.join(Threads.begin(() -> {
            long others = 0;
            while (ledger.allocate(20_000) != 0) {
                others++;
            }
            expect(others * 20_480 >= Knobs.memLimit() - MIB, "what another thread has free is not given back: " + others, 0);
        }));
    }

    /** Where the arena is full, what is free of one size serves another, and small blocks are mappings in the end. */
    static void fullArena(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long last = 0;
        for (int i = 0; i < 15; i++) {
            last = ledger.allocate(SEGMENT);
        }
        allocate(ledger, 63, PAGE);
        long mapped = Direct.mappedBytes();
        long small = ledger.allocate(3000);
        expect(small != 0 && Direct.mappedBytes() > mapped, "a small block of a full arena is no mapping", small);
        mapped = Direct.mappedBytes();
        ledger.free(last);
        small = ledger.allocate(3000);
        expect(small != 0 && Direct.mappedBytes() == mapped, "a mapping although the arena has room", small);
        allocate(ledger, 63 * 2, 32768);
        long[] spans = allocate(ledger, 8, 2000);
        expect(spans[7] != 0, "no memory", 0);
    }

    /** Below a limit no small block is a mapping, though there is no other memory. */
    static void fullArenaBelowALimit(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        allocate(ledger, 15, SEGMENT);
        allocate(ledger, 63, PAGE);
        expect(ledger.allocate(3000) == 0, "a small block of a full arena is a mapping", 0);
        expect(ledger.allocate(MAPPING) != 0, "no mapping below the limit", 0);
    }

    /** A lock that is held for long is waited for, and nobody comes in meanwhile. */
    static void lock(Ledger ledger, Interventions interventions) {
        long lock = Os.map(4096);
        Runnable body = () -> {
            for (int i = 0; i < 2; i++) {
                Lock.take(lock);
                long count = Memory.getLong(lock + 64);
                for (int k = 0; k < 300; k++) {
                    Cpu.pause();
                }
                Memory.putLong(lock + 64, count + 1);
                Lock.leave(lock);
            }
        };
        Threads.join(Threads.begin(body), Threads.begin(body), Threads.begin(body));
        expect(Memory.getLong(lock + 64) == 6, "a lock let two in", lock);
    }
}
