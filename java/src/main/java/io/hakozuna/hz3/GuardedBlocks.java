package io.hakozuna.hz3;

import io.hakozuna.hz3.core.Allocator;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A record of every block, so that no address passes that is none. Freed blocks are kept for a while where a check needs it; meanwhile
 * nobody gets their addresses, and who uses them shows.
 */
final class GuardedBlocks implements Tracker {
    private static final boolean KEEPS = Check.FREE || Check.POISON;
    private static final String QUARANTINE_ENDS = "its leaving the quarantine";

    /** By address: those that the program holds, that are kept, and that are spoilt. */
    private final ConcurrentHashMap<Long, BlockRecord> blocks = new ConcurrentHashMap<>();
    private final Quarantine quarantine;
    private final FreedBlocks released = new FreedBlocks();

    GuardedBlocks(long quarantineBytes) {
        quarantine = new Quarantine(KEEPS ? quarantineBytes : 0);
    }

    @Override
    public long allocate(long size, long alignment, boolean zeroed, Place opened) {
        long front = Check.BOUNDS ? Canary.front(alignment) : 0;
        long around = Check.BOUNDS ? front + Canary.BYTES : 0;
        if (around < 0 || size > Long.MAX_VALUE - around) {
            return Failure.noMemory(size);
        }
        long base = allocate(size + around, alignment, zeroed);
        if (base == 0) {
            return Failure.noMemory(size);
        }
        long address = base + front;
        if (Check.BOUNDS) {
            Canary.write(address, size);
        }
        if (Check.POISON && !zeroed) {
            Pattern.fill(address, size, Pattern.FRESH);
        }
        blocks.put(address, new BlockRecord(address, size, base, Place.sampled(blocks()), opened));
        return address;
    }

    private long allocate(long bytes, long alignment, boolean zeroed) {
        long base = ArenaBlocks.unchecked(bytes, alignment, zeroed);
        if (base == 0 && quarantine.bytes() != 0) {
            flush();
            base = ArenaBlocks.unchecked(bytes, alignment, zeroed);
        }
        return base;
    }

    @Override
    public long reallocate(long address, long size) {
        if (address == 0) {
            return allocate(size, Checked.LEAST_ALIGNMENT, false, null);
        }
        BlockRecord block = find(Checked.REALLOCATE, address);
        long resized;
        // Always moved, so that who goes on with the old address is found out. Nobody frees it before it is copied.
        synchronized (block) {
            block.require(Checked.REALLOCATE);
            resized = allocate(size, Checked.LEAST_ALIGNMENT, false, null);
            Memory.copy(address, resized, Math.min(size, block.size));
            block.free(Checked.REALLOCATE, placeOfFree(block));
        }
        retire(block);
        return resized;
    }

    @Override
    public void free(long address) {
        BlockRecord block = find(Checked.FREE, address);
        block.free(Checked.FREE, placeOfFree(block));
        retire(block);
    }

    private Place placeOfFree(BlockRecord block) {
        return block.allocated == null ? null : Place.here(blocks());
    }

    private void retire(BlockRecord block) {
        MemoryMisuseException misuse = null;
        for (BlockRecord oldest : quarantine.add(block)) {
            misuse = Misuse.join(misuse, release(oldest));
        }
        if (misuse != null) {
            throw misuse;
        }
    }

    private MemoryMisuseException release(BlockRecord block) {
        MemoryMisuseException misuse = block.verify(QUARANTINE_ENDS);
        if (block.release()) {
            // Before the allocator has it: then the address may be another block's.
            released.add(block);
            blocks.remove(block.address, block);
            Allocator.free(block.base, Tls.heap());
        }
        return misuse;
    }

    @Override
    public long usableSize(long address) {
        BlockRecord block = find("usableSize", address);
        block.require("usableSize");
        return block.size;
    }

    private BlockRecord find(String call, long address) {
        BlockRecord block = blocks.get(address);
        if (block != null) {
            return block;
        }
        BlockRecord around = blocks.values().stream().filter(other -> other.contains(address)).findAny().orElse(null);
        BlockRecord before = released.get(address);
        throw before != null ? Misuse.freed(call, before, around) : Misuse.noBlock(call, address, around);
    }

    @Override
    public void disown(long address) {
        BlockRecord block = blocks.get(address);
        if (block != null) {
            block.disown();
        }
    }

    @Override
    public List<MemoryMisuseException> verify(String foundBy) {
        return blocks.values().stream().map(block -> block.verify(foundBy)).filter(Objects::nonNull).toList();
    }

    @Override
    public List<LiveBlocks> held() {
        return LeakReport.byPlace(blocks.values(), 0, 0);
    }

    @Override
    public void flush() {
        MemoryMisuseException misuse = null;
        for (BlockRecord oldest : quarantine.takeAll()) {
            misuse = Misuse.join(misuse, release(oldest));
        }
        if (misuse != null) {
            throw misuse;
        }
    }

    @Override
    public long blocks() {
        return blocks.mappingCount();
    }

    @Override
    public long keptBytes() {
        return quarantine.bytes();
    }

    @Override
    public void forgetAll() {
        quarantine.takeAll();
        released.clear();
        blocks.clear();
    }
}
