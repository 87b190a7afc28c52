package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A page's tag, the answer to "whose is this address and what is it": one int a page in a flat table.
 * <pre>
 *    31            16 15    11   10     9      8    7          0
 *   +----------------+--------+------+-----+----------+---------+
 *   |     owner      |    0   | trap | run | detached |   bin   |
 *   +----------------+--------+------+-----+----------+---------+
 * </pre>
 * 0: no object starts in this page. Combined by exclusive or with the owner tag of a heap it is at most 255 exactly when the object is
 * that heap's own and its free may take the fast path: one comparison answers both.
 *
 * <p>Ordering: a tag is written by the owner before an address in its page leaves the allocator, so whoever has the address from the
 * program's own synchronisation sees a tag at least that new. Later the owner only flips {@link #DETACHED} and {@link #TRAP}, which nobody
 * else looks at, and a new owner may take its place, where the old one is as good ({@link Adoption}). Opaque loads are therefore
 * enough. The stores release, for {@link ListCheck} alone: who sees a new owner sees that the old one has lost something, and so he must
 * where the new owner has flipped a bit since. Others may add {@link #TRAP} to a tag by compare and set, see {@link Trim}.
 */
@StaticInit
@Unmanaged
final class PageTag {
    static final int BIN_MASK = 0xff;
    /** The span counts its objects; a free of the owner's goes to the span and not to the bin. */
    static final int DETACHED = 0x100;
    /** A run that begins here and is not attached to a bin. */
    static final int RUN = 0x200;
    /** The owner's next free goes past {@link Trap}, and to the bin from there. */
    static final int TRAP = 0x400;
    static final int OWNER_SHIFT = 16;

    private PageTag() {
    }

    static int get(long heap, long page) {
        return Memory.getIntOpaque(Memory.getLong(heap + Heap.TAGS) + (page << 2));
    }

    /** The tag with an upper half of zeroes, from the table whose address is given. */
    static long getUnsigned(long tags, long page) {
        return Memory.getUnsignedIntOpaque(tags + (page << 2));
    }

    static void set(long heap, long page, int tag) {
        Memory.putIntRelease(Memory.getLong(heap + Heap.TAGS) + (page << 2), tag);
    }

    static void set(long heap, long page, int pages, int tag) {
        for (int i = 0; i < pages; i++) {
            set(heap, page + i, tag);
        }
    }
}
