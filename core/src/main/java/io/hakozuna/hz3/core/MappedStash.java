package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The stash of the lanes "s97_2": a bucket for each class of each of 64 owners, found without a search. The table takes 128 KiB of
 * address space a heap, of which a row of 2 KiB is touched for each owner that something is freed for; an owner shares its row with
 * those whose numbers have the same low bits, as in {@link Outbox}, and finds it empty after them.
 * <pre>
 *   row:  120 buckets by class, then a bit for each bucket that is in use
 * </pre>
 * After S97-2 of the C hz3.
 */
@StaticInit
@Unmanaged
final class MappedStash {
    private static final int ROW_SHIFT = 11;
    private static final int BUCKET_SHIFT = 4;
    private static final long USED = (SizeClasses.BINS + SizeClasses.RUN_BIN_PAGES) << BUCKET_SHIFT;

    static final long BYTES = Outbox.ROWS << ROW_SHIFT;

    private MappedStash() {
    }

    private static long row(long heap, long owner) {
        return heap + Heap.BUCKETS + ((owner & Outbox.ROWS - 1) << ROW_SHIFT);
    }

    static void add(long heap, long object, long owner, long bin) {
        long message = Outbox.row(heap, owner);
        if (Cpu.unlikely(!Outbox.isOf(message, owner))) {
            change(heap, message, owner);
        }
        long row = row(heap, owner);
        if (Cpu.unlikely(Bucket.add(row + (bin << BUCKET_SHIFT), object))) {
            long word = row + USED + (bin >>> 6 << 3);
            Memory.putLong(word, Memory.getLong(word) | 1L << (bin & Long.SIZE - 1));
        }
    }

    /** Sends off what is stashed for the owner that has the row, and gives it to another one. */
    private static void change(long heap, long message, long owner) {
        long before = Outbox.ownerOf(message);
        if (before != 0) {
            empty(heap, before);
        }
        Outbox.begin(heap, message, owner);
    }

    private static void empty(long heap, long owner) {
        long row = row(heap, owner);
        for (int half = 0; half < 2; half++) {
            long word = row + USED + half * Long.BYTES;
            long rest = Memory.getLong(word);
            Memory.putLong(word, 0);
            while (rest != 0) {
                long bin = half * Long.SIZE + Cpu.trailingZeros(rest);
                Bucket.empty(heap, row + (bin << BUCKET_SHIFT), owner, bin);
                rest &= rest - 1;
            }
        }
    }

    /** Writes all that is in the stash into the outbox. */
    static void empty(long heap) {
        long used = Memory.getLong(heap + Heap.OUTBOX_USED);
        while (used != 0) {
            empty(heap, Outbox.ownerOf(Outbox.row(heap, Cpu.trailingZeros(used))));
            used &= used - 1;
        }
    }
}
