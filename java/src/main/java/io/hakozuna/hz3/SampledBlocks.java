package io.hakozuna.hz3;

import io.hakozuna.hz3.core.Allocator;
import io.hakozuna.hz3.core.Blocks;
import io.hakozuna.hz3.sys.Tls;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** For leaks alone: records of the blocks whose stacks are kept, and only the number of the others. The blocks are as without checks. */
final class SampledBlocks implements Tracker {
    private final ConcurrentHashMap<Long, BlockRecord> sampled = new ConcurrentHashMap<>();
    private final LongAdder otherBlocks = new LongAdder();
    private final LongAdder otherBytes = new LongAdder();

    @Override
    public long allocate(long size, long alignment, boolean zeroed, Place opened) {
        long address = ArenaBlocks.unchecked(size, alignment, zeroed);
        if (address == 0) {
            return Failure.noMemory(size);
        }
        Place place = Place.sampled(blocks());
        if (place == null) {
            otherBlocks.increment();
            otherBytes.add(Blocks.usableSize(address));
        } else {
            sampled.put(address, new BlockRecord(address, size, address, place, opened));
        }
        return address;
    }

    @Override
    public long reallocate(long address, long size) {
        if (address == 0) {
            return allocate(size, Checked.LEAST_ALIGNMENT, false, null);
        }
        // Out before the allocator has the address, which may be another block's then.
        BlockRecord block = sampled.remove(address);
        long before = Blocks.usableSize(address);
        long resized = Blocks.reallocate(Tls.heap(), address, Math.max(size, 1));
        if (resized == 0) {
            if (block != null) {
                sampled.put(address, block);
            }
            return Failure.noMemory(size);
        }
        if (block == null) {
            otherBytes.add(Blocks.usableSize(resized) - before);
        } else {
            sampled.put(resized, new BlockRecord(resized, size, resized, Place.here(blocks()), null));
        }
        return resized;
    }

    @Override
    public void free(long address) {
        if (sampled.remove(address) == null) {
            long bytes = Blocks.usableSize(address);
            otherBlocks.decrement();
            otherBytes.add(-bytes);
        }
        Allocator.free(address, Tls.heap());
    }

    @Override
    public long usableSize(long address) {
        return Blocks.usableSize(address);
    }

    @Override
    public void disown(long address) {
        BlockRecord block = sampled.get(address);
        if (block != null) {
            block.disown();
        }
    }

    /** Nothing is written that could be looked at. */
    @Override
    public List<MemoryMisuseException> verify(String foundBy) {
        return List.of();
    }

    @Override
    public List<LiveBlocks> held() {
        return LeakReport.byPlace(sampled.values(), otherBlocks.sum(), otherBytes.sum());
    }

    /** Freed blocks are not kept. */
    @Override
    public void flush() {
    }

    @Override
    public long blocks() {
        return sampled.mappingCount();
    }

    @Override
    public long keptBytes() {
        return 0;
    }

    @Override
    public void forgetAll() {
        sampled.clear();
        otherBlocks.reset();
        otherBytes.reset();
    }
}
