package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The sender's side of a free of another owner's object. The stash in the sender's heap has 64 groups, found by the low bits of the
 * owner's number; a group is a chain of one owner's objects, linked through the objects. A second owner that falls on a taken group
 * sends the first one's chain off. When the stash as a whole has its bytes together, every chain goes to its owner's inbox with one
 * atomic operation. The bound is in bytes, since what lies in the stash is free memory that nobody can use.
 *
 * <p>An object is linked at once and not noted in a ring first: its line is in the cache at the time of the free, its tag has just been
 * read, and grouping in a later pass would load both again ({@code docs/DECISIONS.md}).
 * <pre>
 *   group:  owner number, first object, last object
 * </pre>
 */
@StaticInit
@Unmanaged
final class RemoteFree {
    /** What an object counts for beyond its size, so that small ones are handed over before they are many. */
    private static final long OBJECT_COST = 256;

    private static final long GROUPS = 64;
    private static final int GROUP_SHIFT = 5;
    private static final long OWNER = 0;
    private static final long FIRST = 8;
    private static final long LAST = 16;

    private RemoteFree() {
    }

    /** Frees an object of another owner in a thread that has a heap. The tag is the one of the object's page. */
    static void free(long heap, long page, long object, long tag) {
        long bin = tag & PageTag.BIN_MASK;
        if (Cpu.unlikely(bin == 0) || Knobs.remoteStash() == 0) {
            freeAtOnce(heap, page, object, tag);
            return;
        }
        long owner = tag >>> PageTag.OWNER_SHIFT;
        long group = heap + Heap.STASH_GROUPS + ((owner & GROUPS - 1) << GROUP_SHIFT);
        if (Cpu.unlikely(Memory.getLong(group + OWNER) != owner)) {
            freeToNewGroup(heap, group, object, tag);
            return;
        }
        add(heap, group, object, bin);
    }

    /** For runs, which are too large for a stash, for lanes without one, and for addresses where nothing can begin. */
    private static void freeAtOnce(long heap, long page, long object, long tag) {
        check(page, object, tag);
        Heap.count(heap, Heap.REMOTE_HANDOVERS, 1);
        handOver(tag >>> PageTag.OWNER_SHIFT, object, object);
    }

    /** Stops the process if no object can begin at the address. */
    static void check(long page, long object, long tag) {
        if (tag == 0) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, object);
        }
        if ((tag & PageTag.RUN) != 0) {
            Runs.checkStart(page, object);
        }
    }

    private static void freeToNewGroup(long heap, long group, long object, long tag) {
        begin(heap, group, tag >>> PageTag.OWNER_SHIFT, object);
        add(heap, group, object, tag & PageTag.BIN_MASK);
    }

    private static void add(long heap, long group, long object, long bin) {
        if (Cpu.unlikely(Memory.getLong(group + FIRST) == object)) {
            Console.fatal(Text.DOUBLE_FREE_OF_AN_OBJECT, object);
        }
        Memory.putLong(object, Memory.getLong(group + FIRST));
        Memory.putLong(group + FIRST, object);
        long size = Cpu.unlikely(bin > SizeClasses.LINEAR_BINS) ? SizeClasses.sizeOf((int) bin) : bin << 4;
        long room = Memory.getLong(heap + Heap.STASH_ROOM) - size - OBJECT_COST;
        Memory.putLong(heap + Heap.STASH_ROOM, room);
        if (Cpu.unlikely(room < 0)) {
            flush(heap);
        }
    }

    private static void begin(long heap, long group, long owner, long last) {
        send(heap, group);
        Memory.putLong(group + OWNER, owner);
        Memory.putLong(group + LAST, last);
        Memory.putLong(heap + Heap.STASH_USED, Memory.getLong(heap + Heap.STASH_USED) | 1L << (owner & GROUPS - 1));
    }

    /** Sends everything in the stash to its owners. */
    static void flush(long heap) {
        long used = Memory.getLong(heap + Heap.STASH_USED);
        while (used != 0) {
            long group = heap + Heap.STASH_GROUPS + ((long) Cpu.trailingZeros(used) << GROUP_SHIFT);
            send(heap, group);
            Memory.putLong(group + OWNER, 0);
            used &= used - 1;
        }
        Memory.putLong(heap + Heap.STASH_USED, 0);
        Memory.putLong(heap + Heap.STASH_ROOM, Knobs.remoteStashBytes());
    }

    private static void send(long heap, long group) {
        long first = Memory.getLong(group + FIRST);
        if (first != 0) {
            Heap.count(heap, Heap.REMOTE_HANDOVERS, 1);
            handOver(Memory.getLong(group + OWNER), first, Memory.getLong(group + LAST));
            Memory.putLong(group + FIRST, 0);
        }
    }

    /** Gives a chain to its owner; if the owner has no thread any more, takes it home in its place. For threads without a heap as well. */
    static void handOver(long owner, long first, long last) {
        long home = Arena.heapOf(owner);
        Inbox.push(home, first, last);
        Heaps.tidyIfDead(home);
    }
}
