package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Messages that are being written, one an owner, in the sender's heap: 64 rows, found by the low bits of the owner's number. Each
 * message goes to its owner's inbox with one atomic operation. A second owner that falls on a taken row sends the first one's off.
 * <pre>
 *   row:  owner number, first group, last group, -
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

    /** Adds an object, as a group of its own, to the message of a row that has one already. */
    static void addOne(long row, long object) {
        Mail.linkOne(object, Memory.getLong(row + FIRST));
        Memory.putLong(row + FIRST, object);
    }

    /** Begins the message of a row with its first object. */
    static void beginWith(long heap, long row, long owner, long object) {
        begin(heap, row, owner);
        Memory.putLong(row + LAST, object);
        addOne(row, object);
    }

    /** Adds a sealed group to the message for an owner. */
    static void add(long heap, long owner, long group) {
        long row = row(heap, owner);
        if (!isOf(row, owner)) {
            begin(heap, row, owner);
        }
        long first = Memory.getLong(row + FIRST);
        if (first == 0) {
            Memory.putLong(row + LAST, group);
        }
        Mail.link(group, first);
        Memory.putLong(row + FIRST, group);
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
        long first = Memory.getLong(row + FIRST);
        if (first != 0) {
            if (ListCheck.ofTransfers()) {
                ListCheck.message(Text.OUTBOX, Memory.getLong(row + OWNER), first, Memory.getLong(row + LAST));
            }
            Heap.count(heap, Heap.REMOTE_HANDOVERS, 1);
            RemoteFree.handOver(Memory.getLong(row + OWNER), first, Memory.getLong(row + LAST));
            Memory.putLong(row + FIRST, 0);
            Adoption.sentMail(heap, Memory.getLong(row + OWNER), first);
        }
    }
}
