package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Messages that are being written, one an owner, in the sender's heap: 64 rows, found by the low bits of the owner's number. Each
 * message goes to its owner's inbox with one atomic operation. A second owner that falls on a taken row sends the first one's off.
 * <pre>
 *   row:  owner number, first group, last group, where the next address goes
 * </pre>
 */
@StaticInit
@Unmanaged
final class Outbox {
    static final long ROWS = 64;
    private static final int ROW_SHIFT = 5;
    private static final long OWNER = 0;
    private static final long FIRST = 8;
    private static final long LAST = 16;
    private static final long NEXT = 24;

    private Outbox() {
    }

    static long row(long heap, long owner) {
        return heap + Heap.OUTBOX + ((owner & ROWS - 1) << ROW_SHIFT);
    }

    static boolean isOf(long row, long owner) {
        return Memory.getLong(row + OWNER) == owner;
    }

    /** The owner that has a row, or 0. */
    static long ownerOf(long row) {
        return Memory.getLong(row + OWNER);
    }

    /** Gives a row, whose message has gone, to an owner. */
    static void begin(long heap, long row, long owner) {
        send(heap, row);
        Memory.putLong(row + OWNER, owner);
        Memory.putLong(heap + Heap.OUTBOX_USED, Memory.getLong(heap + Heap.OUTBOX_USED) | 1L << (owner & ROWS - 1));
    }

    static long first(long row) {
        return Memory.getLong(row + FIRST);
    }

    /** Where the next address goes in the batch of a row, or where a full one ends; 0 if there is none. */
    static long next(long row) {
        return Memory.getLong(row + NEXT);
    }

    static boolean hasRoom(long row) {
        return !Batch.isFull(next(row));
    }

    /** The object that was added last, of a row that has any, or with batches that has room; or something that is none. */
    static long newest(long row) {
        return Batch.areOn() ? Memory.getLong(next(row) - Batch.ADDRESS_BYTES) : first(row);
    }

    /** Adds an object to the batch of a row that has room. */
    static void addToBatch(long row, long object) {
        long next = next(row);
        Memory.putLong(next, object);
        Memory.putLong(row + NEXT, next + Batch.ADDRESS_BYTES);
    }

    /** Adds an object, as a group of its own, to the message of a row that has one already. */
    static void addOne(long row, long object) {
        Mail.linkOne(object, first(row));
        Memory.putLong(row + FIRST, object);
    }

    /** Adds an object to the message for an owner, in any case; in a new batch, unless there is room in another one or the new one is 0. */
    static void addSlow(long heap, long owner, long object, long batch) {
        long row = row(heap, owner);
        if (!isOf(row, owner)) {
            begin(heap, row, owner);
        }
        if (batch != 0 && hasRoom(row)) {
            Batch.giveBack(heap, batch);
        } else if (batch != 0) {
            closeBatch(heap, row);
            Memory.putLong(row + NEXT, Batch.begin(batch));
        }
        if (Batch.areOn() && hasRoom(row)) {
            addToBatch(row, object);
        } else {
            addLinked(row, object);
        }
    }

    private static void addLinked(long row, long object) {
        Mail.linkOne(object, first(row));
        putFirst(row, object);
    }

    /** Puts a group, which has been linked to the first one, before that; it may be the only one. */
    private static void putFirst(long row, long group) {
        if (first(row) == 0) {
            Memory.putLong(row + LAST, group);
        }
        Memory.putLong(row + FIRST, group);
    }

    /** Makes a group of the batch of a row, if there is one; or, of what few objects are in it, as many. */
    private static void closeBatch(long heap, long row) {
        long end = next(row);
        if (end == 0) {
            return;
        }
        Memory.putLong(row + NEXT, 0);
        long batch = Batch.of(end);
        if (Batch.hasFew(end)) {
            for (long place = Batch.begin(batch); place < end; place += Batch.ADDRESS_BYTES) {
                addLinked(row, Memory.getLong(place));
            }
            Batch.giveBack(heap, batch);
        } else {
            Batch.end(batch, end);
            Mail.linkBatch(batch, first(row));
            putFirst(row, batch);
        }
    }

    /** Adds a sealed group to the message for an owner. */
    static void add(long heap, long owner, long group) {
        long row = row(heap, owner);
        if (!isOf(row, owner)) {
            begin(heap, row, owner);
        }
        Mail.link(group, first(row));
        putFirst(row, group);
        Heap.count(heap, Heap.REMOTE_GROUPS, 1);
    }

    /** Sends all messages. */
    static void send(long heap) {
        long used = Memory.getLong(heap + Heap.OUTBOX_USED);
        while (used != 0) {
            long row = row(heap, Cpu.trailingZeros(used));
            send(heap, row);
            Memory.putLong(row + OWNER, 0);
            used &= used - 1;
        }
        Memory.putLong(heap + Heap.OUTBOX_USED, 0);
    }

    private static void send(long heap, long row) {
        if (Batch.areOn()) {
            closeBatch(heap, row);
        }
        long first = Memory.getLong(row + FIRST);
        if (first != 0) {
            if (ListCheck.ofTransfers()) {
                ListCheck.message(Text.OUTBOX, Memory.getLong(row + OWNER), first, Memory.getLong(row + LAST));
            }
            Heap.count(heap, Heap.REMOTE_HANDOVERS, 1);
            // Before: what is in a batch is the owner's then.
            long object = Mail.anyObject(first);
            Arena.acquireOwner(object);
            RemoteFree.handOver(Memory.getLong(row + OWNER), first, Memory.getLong(row + LAST), 0);
            Memory.putLong(row + FIRST, 0);
            Adoption.sentMail(heap, Memory.getLong(row + OWNER), object);
        }
    }
}
