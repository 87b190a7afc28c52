package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls against a model of what is live: no two blocks overlap, each is aligned and as large as asked for, and keeps what was written to
 * it.
 */
final class Model {
    private record Block(long address, long size, long mark) {
    }

    private final TreeMap<Long, Block> live = new TreeMap<>();
    private final Block[] slots;
    /** A call's number; it makes each block's mark another one. */
    private long calls;

    Model(int slots) {
        this.slots = new Block[slots];
    }

    /** Errors say which call it was. */
    void make(Call call) {
        calls++;
        try {
            switch (call.kind()) {
                case MALLOC -> replace(call.slot(), add(Allocator.allocate(call.size(), Tls.heap()), call.size()));
                case CALLOC -> replace(call.slot(), add(zeroed(call.size()), call.size()));
                case ALIGNED -> replace(call.slot(), add(aligned(call), call.size()));
                case REALLOC -> resize(call);
                case FREE -> replace(call.slot(), null);
                case TRIM -> Lifecycle.trim(Tls.heap());
            }
        } catch (AssertionError e) {
            throw new AssertionError("call " + calls + " (" + call + "): " + e.getMessage(), e);
        }
    }

    void freeAll() {
        for (int slot = 0; slot < slots.length; slot++) {
            make(new Call(Call.Kind.FREE, slot, 0, 0));
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static long zeroed(long size) {
        long address = Blocks.allocateZeroed(Tls.heap(), size);
        long at = 0;
        while (address != 0 && at + 8 <= size && Memory.getLong(address + at) == 0) {
            at += 8;
        }
        require(address == 0 || at + 8 > size, "byte " + at + " of a zeroed block of " + size);
        return address;
    }

    private static long aligned(Call call) {
        long address = Blocks.allocateAligned(Tls.heap(), call.alignment(), call.size());
        require((address & call.alignment() - 1) == 0, "alignment " + call.alignment() + " of size " + call.size());
        return address;
    }

    private Block add(long address, long size) {
        require(address != 0, "no memory for " + size);
        require((address & 15) == 0, "alignment of size " + size);
        require(Blocks.usableSize(address) >= size, "usable size of " + size);
        Map.Entry<Long, Block> below = live.floorEntry(address);
        Map.Entry<Long, Block> above = live.ceilingEntry(address);
        require(below == null || below.getKey() + Math.max(1, below.getValue().size) <= address, "overlap below, size " + size);
        require(above == null || address + Math.max(1, size) <= above.getKey(),
            "overlap above, size " + size + " at " + Long.toHexString(address) + " with " + above);
        Block block = new Block(address, size, (calls + 1) * 0x9E3779B97F4A7C15L);
        write(block);
        live.put(address, block);
        return block;
    }

    private void resize(Call call) {
        Block before = slots[call.slot()];
        if (before != null) {
            check(before);
            // To 0 bytes would be a free.
            long size = Math.max(1, call.size());
            long address = Blocks.reallocate(Tls.heap(), before.address, size);
            require(address != 0, "no memory for " + size);
            live.remove(before.address);
            slots[call.slot()] = null;
            Block moved = new Block(address, Math.min(size, before.size), before.mark);
            if (size >= before.size) {
                check(moved);
            } else if (size >= 8) {
                require(before.mark == Memory.getLong(address), "first bytes after a resize from " + before.size + " to " + size);
            }
            slots[call.slot()] = add(address, size);
        }
    }

    private void replace(int slot, Block block) {
        Block before = slots[slot];
        slots[slot] = block;
        if (before != null) {
            check(before);
            live.remove(before.address);
            Allocator.free(before.address, Tls.heap());
        }
    }

    /** The mark stands at the block's first and last aligned word. */
    private static void write(Block block) {
        if (block.size >= 8) {
            Memory.putLong(block.address + (block.size - 8 & -8L), block.mark);
            Memory.putLong(block.address, block.mark);
        }
    }

    private static void check(Block block) {
        if (block.size >= 8) {
            require(block.mark == Memory.getLong(block.address), "first word of a block of " + block.size);
            require(block.mark == Memory.getLong(block.address + (block.size - 8 & -8L)), "last word of a block of " + block.size);
        }
    }
}
