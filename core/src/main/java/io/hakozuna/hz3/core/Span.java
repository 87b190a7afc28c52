package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The record of a span, by offset. The record of a span's first page describes the span; those of its other pages only say how far
 * back the first one is. The owner alone reads and writes it.
 */
@StaticInit
@Unmanaged
final class Span {
    static final long RECORD_BYTES = 64;

    /** Objects that came back while the span was detached. */
    static final long FREE_LIST = 0;
    /** Links the partial spans, or the attached ones. */
    static final long NEXT = 8;
    static final long PREVIOUS = 16;
    /** Free objects that overlap hollow pages, see {@link Thinning}. */
    static final long HIDDEN = 24;
    /** The system's pages whose memory has gone back although the span is in use, a bit each. */
    static final long HOLLOW_PAGES = 28;
    /** Objects that are neither free nor still to be carved. Exact while detached, unused while attached. */
    static final long OUT = 32;
    /** Objects carved so far: the next one is at {@code start + carved * size}. */
    static final long CARVED = 36;
    static final long CAPACITY = 40;
    /** {@link #OUT} when the span was last thinned; its capacity since objects were last taken from it. */
    static final long OUT_WHEN_THINNED = 44;
    static final long BIN = 48;
    static final long PAGES = 52;
    /** Pages back to the span's first one. */
    static final long BACK = 56;
    /** Of a page that is no span's, in the same place: see {@link Guards}. */
    static final long GUARDS = BACK;
    static final long STATE = 60;

    static final int STATE_NONE = 0;
    /** Its frees go to the bin; how many objects are out is not known. */
    static final int STATE_ATTACHED = 1;
    /** Detached, everything is out. In no list. */
    static final int STATE_FULL = 2;
    /** Detached, with free objects or room to carve. In its class's list of partial spans. */
    static final int STATE_PARTIAL = 3;

    private Span() {
    }

    /** The record of the span that a page of this heap belongs to. */
    static long ofPage(long heap, long page) {
        long record = Memory.getLong(heap + Heap.SPANS) + page * RECORD_BYTES;
        return record - Memory.getInt(record + BACK) * RECORD_BYTES;
    }

    static boolean hasRoom(long span) {
        return Memory.getInt(span + CARVED) < Memory.getInt(span + CAPACITY);
    }

    static int size(long span) {
        return SizeClasses.sizeOf(Memory.getInt(span + BIN));
    }

    /** The address of the first object. */
    static long start(long heap, long span) {
        return Memory.getLong(heap + Heap.ARENA_BASE) + ((span - Memory.getLong(heap + Heap.SPANS)) / RECORD_BYTES << Arena.PAGE_SHIFT);
    }

    /** Everything that was carved is out, but for what is hidden. */
    static void setAllOut(long span) {
        Memory.putLong(span + FREE_LIST, 0);
        Memory.putInt(span + OUT, Memory.getInt(span + CARVED) - Memory.getInt(span + HIDDEN));
        Memory.putInt(span + OUT_WHEN_THINNED, Memory.getInt(span + CAPACITY));
    }

    /** Whether the span still has objects for its class, although its free list is empty. */
    static boolean hasMore(long span) {
        return hasRoom(span) || Memory.getInt(span + HIDDEN) != 0;
    }

    /** Objects in the free list of a detached span. */
    static int freeObjects(long span) {
        return Memory.getInt(span + CARVED) - Memory.getInt(span + OUT) - Memory.getInt(span + HIDDEN);
    }
}
