package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Delayed reuse ({@code HZ3_QUARANTINE_BYTES}): what a thread frees of its own waits in a queue of its heap until later frees push it
 * out, so that a stale pointer meets a free object for a while, and not another block. The queue is bounded in bytes and in objects;
 * a block of more than an eighth of the bytes does not wait. Others' objects wait in the stash and the mail, and no longer.
 *
 * <p>What waits is out as far as its span knows. A heap whose thread leaves, or that gives memory back, empties its queue.
 * <pre>
 *   first, end, bytes; places, by number modulo their count
 * </pre>
 */
@StaticInit
@Unmanaged
final class Quarantine {
    private static final int PLACES = 1024;
    private static final long FIRST = 0;
    private static final long END = 8;
    private static final long HELD = 16;
    private static final long QUEUE = 24;
    private static final int SHARE = 8;

    private Quarantine() {
    }

    static boolean isOn() {
        return Knobs.quarantineBytes() != 0;
    }

    /** What the queue takes in the heap block. */
    static long bytes() {
        return isOn() ? QUEUE + PLACES * 8L : 0;
    }

    private static long place(long queue, long number) {
        return queue + QUEUE + (number & PLACES - 1) * 8;
    }

    /** An object of the heap's own, of the bin, has been freed. */
    static void add(long heap, long object, long bin) {
        long size = SizeClasses.sizeOf((int) bin);
        if (size * SHARE > Knobs.quarantineBytes()) {
            release(heap, object);
            return;
        }
        long queue = heap + Heap.quarantine();
        while (Memory.getLong(queue + HELD) + size > Knobs.quarantineBytes()
            || Memory.getLong(queue + END) - Memory.getLong(queue + FIRST) == PLACES) {
            releaseFirst(heap, queue);
        }
        long end = Memory.getLong(queue + END);
        Memory.putLong(place(queue, end), object);
        Memory.putLong(queue + END, end + 1);
        Memory.putLong(queue + HELD, Memory.getLong(queue + HELD) + size);
    }

    /** First out of the queue, then free: that may be an event, which comes back here. */
    private static void releaseFirst(long heap, long queue) {
        long first = Memory.getLong(queue + FIRST);
        long object = Memory.getLong(place(queue, first));
        Memory.putLong(queue + FIRST, first + 1);
        Memory.putLong(queue + HELD, Memory.getLong(queue + HELD) - ObjectStates.sizeOf(Arena.pageOf(object)));
        Hardening.leavesQuarantine(object);
        release(heap, object);
    }

    /** By now the object may be another heap's, see {@link Adoption}. */
    private static void release(long heap, long object) {
        long page = Arena.pageOf(object);
        long tag = PageTag.getUnsigned(Memory.getLong(heap + Heap.TAGS), page);
        Allocator.freeOther(object, heap, page, tag ^ Memory.getLong(heap + Heap.OWNER_TAG));
    }

    static void empty(long heap) {
        if (isOn()) {
            long queue = heap + Heap.quarantine();
            while (Memory.getLong(queue + FIRST) != Memory.getLong(queue + END)) {
                releaseFirst(heap, queue);
            }
        }
    }
}
