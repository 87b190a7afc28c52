package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The sender's side of a free of another owner's object. The address goes into a stash in the sender's heap; a full stash is flushed:
 * its objects are grouped by owner, and each group goes to that owner's inbox with one atomic operation. The stash is bounded in
 * bytes as well as in entries, since what lies in it is free memory that nobody can use.
 *
 * <p>A group is a chain through the objects. Groups are found by the low bits of the owner's number, one at a time in each of 16
 * places; a second owner that falls on a taken place sends the first one's group off.
 */
@StaticInit
@Unmanaged
final class RemoteFree {
    /** An entry counts for at least so many bytes, so that one bound serves for bytes and for entries. */
    private static final long ENTRY_BYTES = 256;

    private static final int GROUPS = 16;
    private static final long GROUP_BYTES = 24;
    private static final long GROUP_OWNER = 0;
    private static final long GROUP_FIRST = 8;
    private static final long GROUP_LAST = 16;

    private RemoteFree() {
    }

    /** Frees an object of another owner, whose tag is given, in a thread that has a heap. */
    static void free(long heap, long object, int tag) {
        Heap.count(heap, Heap.REMOTE_OBJECTS, 1);
        if (Knobs.remoteStash() == 0) {
            Heap.count(heap, Heap.REMOTE_HANDOVERS, 1);
            handOver(tag >>> PageTag.OWNER_SHIFT, object, object);
            return;
        }
        long cursor = Memory.getLong(heap + Heap.STASH_CURSOR);
        Memory.putLong(heap + Heap.STASH_RING + cursor * 8, object);
        Memory.putLong(heap + Heap.STASH_CURSOR, cursor + 1);
        long bytes = Memory.getLong(heap + Heap.STASH_BYTES) + cost(tag);
        Memory.putLong(heap + Heap.STASH_BYTES, bytes);
        if (bytes >= Knobs.remoteStashRing() * ENTRY_BYTES) {
            flush(heap);
        }
    }

    private static long cost(int tag) {
        int bin = tag & PageTag.BIN_MASK;
        // A run has no bin: it counts for more than the stash holds and is sent off at once.
        return bin == 0 ? Arena.PAGE_BYTES * 16 : Math.max(SizeClasses.sizeOf(bin), ENTRY_BYTES);
    }

    /** Sends everything in the stash to its owners. */
    static void flush(long heap) {
        long entry = heap + Heap.STASH_RING;
        long end = entry + Memory.getLong(heap + Heap.STASH_CURSOR) * 8;
        for (; entry < end; entry += 8) {
            group(heap, Memory.getLong(entry));
        }
        Memory.putLong(heap + Heap.STASH_CURSOR, 0);
        Memory.putLong(heap + Heap.STASH_BYTES, 0);
        for (int i = 0; i < GROUPS; i++) {
            send(heap, heap + Heap.STASH_GROUPS + i * GROUP_BYTES);
        }
    }

    private static void group(long heap, long object) {
        int owner = Arena.tagOf(Arena.pageOf(object)) >>> PageTag.OWNER_SHIFT;
        long group = heap + Heap.STASH_GROUPS + (owner & GROUPS - 1) * GROUP_BYTES;
        if (Memory.getLong(group + GROUP_OWNER) != owner) {
            send(heap, group);
            Memory.putLong(group + GROUP_OWNER, owner);
            Memory.putLong(group + GROUP_LAST, object);
        }
        Memory.putLong(object, Memory.getLong(group + GROUP_FIRST));
        Memory.putLong(group + GROUP_FIRST, object);
    }

    private static void send(long heap, long group) {
        long first = Memory.getLong(group + GROUP_FIRST);
        if (first != 0) {
            Heap.count(heap, Heap.REMOTE_HANDOVERS, 1);
            handOver((int) Memory.getLong(group + GROUP_OWNER), first, Memory.getLong(group + GROUP_LAST));
            Memory.putLong(group + GROUP_FIRST, 0);
        }
        Memory.putLong(group + GROUP_OWNER, 0);
    }

    /** Gives a chain to its owner; if the owner has no thread any more, takes it home in its place. For threads without a heap as well. */
    static void handOver(int owner, long first, long last) {
        long home = Arena.heapOf(owner);
        Inbox.push(home, first, last);
        Heaps.tidyIfDead(home);
    }
}
