package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Events;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** Blocks above the size classes: a run of the heap's pages if one can hold it, else a mapping of its own. */
@StaticInit
@Unmanaged
final class Large {
    private Large() {
    }

    /**
     * The address of a block of at least the size at the alignment (a power of two), plus 1 if it reads as zero; 0 if there is no
     * memory. The heap may be 0, for want of memory for one.
     */
    static long allocate(long heap, long size, long alignment) {
        Events.refill(size);
        if (heap != 0 && size <= Runs.limit() && alignment <= Runs.mostAlignment()) {
            // First what others sent home: a thread that only allocates large blocks passes no other place that looks.
            if (Inbox.hasMail(heap)) {
                Inbox.drain(heap);
            }
            int pageAlignment = (int) Math.max(1, alignment >>> Arena.PAGE_SHIFT);
            long block = Runs.allocate(heap, size, pageAlignment);
            if (block == 0) {
                Limit.makeRoom(heap);
                block = Runs.allocate(heap, size, pageAlignment);
            }
            if (block != 0) {
                return block;
            }
        }
        return Direct.allocate(size, alignment);
    }
}
