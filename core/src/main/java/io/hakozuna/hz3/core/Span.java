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
    /** Address of the first object. */
    static final long START = 24;
    /** Objects that are neither in the free list nor still to be carved. Exact while detached, unused while attached. */
    static final long OUT = 32;
    /** Objects carved so far: the next one is at {@code start + carved * size}. */
    static final long CARVED = 36;
    static final long CAPACITY = 40;
    static final long SIZE = 44;
    static final long BIN = 48;
    static final long PAGES = 52;
    /** Pages back to the span's first one. */
    static final long BACK = 56;
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

    static int freeObjects(long span) {
        return Memory.getInt(span + CARVED) - Memory.getInt(span + OUT);
    }
}
