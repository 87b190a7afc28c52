package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** What can be asked of blocks beyond allocate and free: zeroed, aligned, resized, and how large one really is. */
@StaticInit
@Unmanaged
public final class Blocks {
    /** A block that is moved because it grew gets a quarter more, so that growth by small steps copies each byte a few times only. */
    private static final int GROWTH_SHIFT = 2;

    private Blocks() {
    }

    /** A block that reads as zero; 0 if there is no memory. */
    public static long allocateZeroed(long current, long size) {
        if (Long.compareUnsigned(size, SizeClasses.SMALL_LIMIT) <= 0) {
            long block = Allocator.allocate(size, current);
            if (block != 0) {
                Memory.zero(block, size);
            }
            return block;
        }
        if (size < 0) {
            return Allocator.orOutOfMemory(0);
        }
        long heap = Heaps.bind(current);
        long block = Large.allocate(heap, size, 1);
        Heaps.unbind(current, heap);
        if (block != 0 && (block & 1) == 0) {
            // Old contents, or none of that size are known to be zero.
            Memory.zero(block, size);
        }
        return Allocator.orOutOfMemory(block & -2L);
    }

    /**
     * A block at an alignment, which is a power of two; 0 if there is no memory. A small one is an object whose size is a multiple of the
     * alignment, and takes malloc's path.
     */
    public static long allocateAligned(long current, long alignment, long size) {
        if (alignment >= 0 && alignment <= 16) {
            return Allocator.allocate(size, current);
        }
        if ((alignment | size) < 0) {
            return Allocator.orOutOfMemory(0);
        }
        // A sum that is too large for a long is negative.
        long needed = SizeClasses.alignedSize(Math.max(size, 1) + Canary.bytes(), alignment) - Canary.bytes();
        if (Long.compareUnsigned(needed, SizeClasses.SMALL_LIMIT - Canary.bytes()) > 0) {
            return allocateAlignedLarge(current, alignment, size);
        }
        long block = Allocator.allocate(needed, current);
        if (Cpu.unlikely((block & alignment - 1) != 0)) {
            // The arena is exhausted, and the object is a direct mapping, aligned to the system's page only.
            Direct.free(block);
            return allocateAlignedLarge(current, alignment, size);
        }
        return block;
    }

    private static long allocateAlignedLarge(long current, long alignment, long size) {
        long heap = Heaps.bind(current);
        long block = Large.allocate(heap, Math.max(size, 1), alignment) & -2L;
        Heaps.unbind(current, heap);
        return Allocator.orOutOfMemory(block);
    }

    /** Bytes of a block that its user may write, all of them; 0 for address 0. */
    public static long usableSize(long address) {
        long own = ownSize(address);
        return own >= 0 ? own : Foreign.usableSize(address);
    }

    /** As {@link #usableSize}; -1 for a block that is not ours. */
    private static long ownSize(long address) {
        if (address == 0) {
            return 0;
        }
        long page = Arena.pageOf(address);
        if (page < 0) {
            return directSize(address);
        }
        int tag = Arena.tagOf(page);
        if (tag == 0) {
            if (Arena.isForeign(page)) {
                return directSize(address);
            }
            Console.fatal(Text.USE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, address);
        }
        ObjectStates.use(address);
        return (tag & PageTag.RUN) != 0 ? Runs.usableSize(page) : Canary.usableSize(tag & PageTag.BIN_MASK);
    }

    private static long directSize(long address) {
        long bytes = Direct.usableSize(address);
        return bytes == 0 ? -1 : bytes;
    }

    /** Resizes a block as realloc does: address 0 allocates, size 0 frees and returns 0. On failure, 0, the block stays as it was. */
    public static long reallocate(long current, long address, long size) {
        if (address == 0) {
            return Allocator.allocate(size, current);
        }
        if (size == 0) {
            Allocator.free(address, current);
            return 0;
        }
        long before = ownSize(address);
        if (before < 0) {
            return Foreign.reallocate(address, size);
        }
        if (size < 0) {
            return Allocator.orOutOfMemory(0);
        }
        if (size <= before && size >= before / 2 && before <= SizeClasses.SMALL_LIMIT) {
            return address;
        }
        long resized = before <= SizeClasses.SMALL_LIMIT || size <= SizeClasses.SMALL_LIMIT ? 0 : resizeInPlace(current, address, size);
        return resized != 0 ? resized : move(current, address, before, size);
    }

    /** Resizes a block above the size classes without a copy, or returns 0. */
    private static long resizeInPlace(long current, long address, long size) {
        long page = Arena.ownPageOf(address);
        if (page < 0) {
            // A block that has become small enough for a run stays a mapping if it is more than half of one.
            return size > Runs.limit() / 2 ? Direct.resize(address, size) : 0;
        }
        if (size > Runs.limit()) {
            return 0;
        }
        boolean own = Arena.tagOf(page) >>> PageTag.OWNER_SHIFT == Memory.getInt(current + Heap.OWNER_TAG) >>> PageTag.OWNER_SHIFT;
        if (own) {
            return Runs.resize(current, page, size) ? address : 0;
        }
        long before = Runs.usableSize(page);
        return size <= before && size >= before / 2 ? address : 0;
    }

    private static long move(long current, long address, long before, long size) {
        long wanted = size;
        if (size > before && before > SizeClasses.LINEAR_LIMIT && size <= Runs.limit()) {
            wanted = Math.max(size, Math.min(before + (before >>> GROWTH_SHIFT), Runs.limit()));
        }
        long block = Allocator.allocate(wanted, current);
        if (block == 0 && wanted > size) {
            block = Allocator.allocate(size, current);
        }
        if (block == 0) {
            // No room for a smaller copy: the block is large enough as it is.
            return size <= before ? address : 0;
        }
        Memory.copy(address, block, Math.min(before, size));
        // The heap may have been bound by the allocation.
        Allocator.free(address, Tls.heap());
        return block;
    }
}
