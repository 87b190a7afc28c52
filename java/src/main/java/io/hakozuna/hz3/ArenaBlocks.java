package io.hakozuna.hz3;

import io.hakozuna.hz3.core.Allocator;
import io.hakozuna.hz3.core.Blocks;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** Blocks by size, alignment and contents, as arenas need them. */
final class ArenaBlocks {
    private ArenaBlocks() {
    }

    /** Where an arena is being opened, for the reports on its blocks; null if nobody asks. */
    static Place opening() {
        return Check.ON ? Place.sampled(Checked.blocks()) : null;
    }

    /** A block of an arena that was opened at the place. Never 0. */
    static long allocate(long size, long alignment, boolean zeroed, Place opened) {
        if (Check.ON) {
            return Checked.allocate(size, alignment, zeroed, opened);
        }
        long address = unchecked(size, alignment, zeroed);
        return address != 0 ? address : Failure.noMemory(size);
    }

    /** A block of the allocator's, or 0. */
    static long unchecked(long size, long alignment, boolean zeroed) {
        if (alignment > Checked.LEAST_ALIGNMENT) {
            long address = Blocks.allocateAligned(Tls.heap(), alignment, size);
            if (zeroed && address != 0) {
                Memory.zero(address, size);
            }
            return address;
        }
        return zeroed ? Blocks.allocateZeroed(Tls.heap(), size) : Allocator.allocate(size, Tls.heap());
    }

    /**
     * Frees a block of an arena that is closed. The others are freed whatever is wrong with this one: returns all misuses so far as one, or
     * null.
     */
    static MemoryMisuseException free(long address, MemoryMisuseException before) {
        try {
            Hz3.free(address);
            return before;
        } catch (MemoryMisuseException e) {
            return Misuse.join(before, e);
        }
    }
}
