package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** Memory that looks like a heap as far as its words for other threads go, and three objects behind it. */
final class FakeHeap {
    static final long OBJECT = 1536;
    static final long OTHER_OBJECT = OBJECT + 64;
    static final long TABLE = OBJECT + 128;
    private static final long BYTES = 2048;

    private FakeHeap() {
    }

    /** Zeroed. */
    static long create() {
        return Blocks.allocateZeroed(Tls.heap(), BYTES);
    }

    static void end(long heap) {
        Allocator.free(heap, Tls.heap());
    }

    /** The objects in the inbox. */
    static int mail(long heap) {
        int objects = 0;
        for (long object = Memory.getLong(heap + Heap.INBOX); object != 0; object = Mail.next(Mail.linkOf(object))) {
            objects++;
        }
        return objects;
    }
}
