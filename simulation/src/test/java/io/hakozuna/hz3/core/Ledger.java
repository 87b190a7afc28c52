package io.hakozuna.hz3.core;

import io.hakozuna.hz3.simulation.SimulationFailure;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the program holds, by address: no two blocks overlap, each is aligned and as large as asked for, and keeps what was written to it.
 * For simulated threads, of which one runs at a time. A block is in the ledger from the end of its allocation to the beginning of its free.
 */
final class Ledger {
    private record Block(long address, long size, long mark) {
    }

    private final TreeMap<Long, Block> live = new TreeMap<>();
    private long marks;

    /** A block of the size; 0 if there is no memory. */
    long allocate(long size) {
        return enter(Allocator.allocate(size, Tls.heap()), size, 16);
    }

    long allocateZeroed(long size) {
        long address = Blocks.allocateZeroed(Tls.heap(), size);
        for (long at = 0; address != 0 && at + 8 <= size; at += 8) {
            expect(Memory.getLong(address + at) == 0, "byte " + at + " of a zeroed block of " + size + " is not zero", address);
        }
        return enter(address, size, 16);
    }

    long allocateAligned(long alignment, long size) {
        return enter(Blocks.allocateAligned(Tls.heap(), alignment, size), size, Math.max(alignment, 16));
    }

    /** The block's new address; the same with nothing changed if there is no memory. */
    long reallocate(long address, long size) {
        Block before = live.get(address);
        check(before);
        live.remove(address);
        long moved = Blocks.reallocate(Tls.heap(), address, size);
        if (moved == 0) {
            live.put(address, before);
            return address;
        }
        if (size >= 8 && before.size >= 8) {
            expect(Memory.getLong(moved) == before.mark, "a resize from " + before.size + " to " + size + " lost the contents", moved);
        }
        return enter(moved, size, 16);
    }

    void free(long address) {
        if (address != 0) {
            check(live.get(address));
            live.remove(address);
            Allocator.free(address, Tls.heap());
        }
    }

    /** Frees a block with what the program believes that it has asked for. */
    void freeSized(long address, long size) {
        check(live.get(address));
        live.remove(address);
        Allocator.freeSized(address, size, Tls.heap());
    }

    /** Frees a block as a thread does for which there is no heap: it has no ticks either. */
    void handOver(long address) {
        check(live.get(address));
        live.remove(address);
        RemoteFree.handOverOne(Arena.tagOf(Arena.pageOf(address)) >>> PageTag.OWNER_SHIFT, address);
    }

    private long enter(long address, long size, long alignment) {
        if (address == 0) {
            return 0;
        }
        expect((address & alignment - 1) == 0, "not aligned to " + alignment, address);
        expect(Blocks.usableSize(address) >= size, "usable size of " + size, address);
        Map.Entry<Long, Block> below = live.lowerEntry(address + Math.max(1, size));
        expect(below == null || below.getKey() + Math.max(1, below.getValue().size) <= address, "overlaps " + below, address);
        Block block = new Block(address, size, ++marks * 0x9E3779B97F4A7C15L);
        if (size >= 8) {
            Memory.putLong(address + (size - 8 & -8L), block.mark);
            Memory.putLong(address, block.mark);
        }
        live.put(address, block);
        return address;
    }

    private static void check(Block block) {
        if (block.size >= 8) {
            long last = block.address + (block.size - 8 & -8L);
            expect(Memory.getLong(block.address) == block.mark, "first word changed of " + block.size, block.address);
            expect(Memory.getLong(last) == block.mark, "last word changed of " + block.size, block.address);
        }
    }

    static void expect(boolean holds, String what, long address) {
        if (!holds) {
            throw new SimulationFailure(what + ": 0x" + Long.toHexString(address));
        }
    }

    List<Long> addresses() {
        return new ArrayList<>(live.keySet());
    }
}
