package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A limit on the memory that the allocator holds ({@code HZ3_MEM_LIMIT}): pages of the arena that are in use or were and have not been
 * given back, with the states of their objects, and mappings, whether their blocks are in use or cached. Its other tables do not count,
 * a few hundredths of that. Where a request would go over it, everything that can be given back is; what then still does not fit is out
 * of memory. Without a limit nothing is counted.
 */
@StaticInit
@Unmanaged
final class Limit {
    private Limit() {
    }

    static boolean isSet() {
        return Knobs.memLimit() != 0;
    }

    /** What so many pages of the arena hold at most, with the states of their objects. */
    static long ofPages(long pages) {
        return (pages << Arena.PAGE_SHIFT) + ObjectStates.bytes(pages);
    }

    /** Counts memory that is about to be held, or returns false if it would be too much. */
    static boolean take(long bytes) {
        if (!isSet()) {
            return true;
        }
        long held = Globals.at(Globals.HELD_BYTES);
        // Never more than the limit, not even for a moment: somebody else would find no memory, or fork. Opaque, since the compare and set
        // decides.
        long before = Memory.getLongOpaque(held);
        while (before + bytes <= Knobs.memLimit()) {
            if (Memory.compareAndSetLongVolatile(held, before, before + bytes)) {
                return true;
            }
            before = Memory.getLongOpaque(held);
        }
        return false;
    }

    static void give(long bytes) {
        if (isSet()) {
            Memory.getAndAddLongVolatile(Globals.at(Globals.HELD_BYTES), -bytes);
        }
    }

    /** For a heap that found no memory: gives back what it holds without using it, and where there is a limit, what all others do. */
    static void makeRoom(long heap) {
        if (isSet()) {
            Lifecycle.trim(heap);
        } else {
            DeadHeaps.recover(heap);
        }
    }
}
