package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The stash of the lanes "s97_8": one chain of whatever was freed, with no table in the thread's memory. When it is sent off, windows of
 * 256 objects are sorted on the stack, first by class and then, keeping that order, by owner; equal ones lie together then and become
 * groups. What it costs depends on the number of objects alone, not on how many owners and classes they have.
 * <pre>
 *   on the stack:  objects, their keys (owner and class), two lists of positions, counters
 * </pre>
 * A counting sort in two passes (Knuth 5.2.1 D, 5.2.5), after S97-8 of the C hz3.
 */
@StaticInit
@Unmanaged
final class SortedStash {
    private static final int WINDOW = 256;
    private static final int COUNTERS = 128;
    private static final long KEYS = WINDOW * 8;
    private static final long FROM = KEYS + WINDOW * 4;
    private static final long TO = FROM + WINDOW * 4;
    private static final long COUNTS = TO + WINDOW * 4;
    private static final int STACK_BYTES = (int) COUNTS + COUNTERS * 4;

    private SortedStash() {
    }

    static void add(long heap, long object) {
        long chain = Memory.getLong(heap + Heap.STASHED);
        if (Cpu.unlikely(chain == object)) {
            RemoteFree.failTwice(object);
        }
        Mail.linkOne(object, chain);
        Memory.putLong(heap + Heap.STASHED, object);
    }

    /** Writes all that is in the stash into the outbox. */
    static void empty(long heap) {
        long object = Memory.getLong(heap + Heap.STASHED);
        Memory.putLong(heap + Heap.STASHED, 0);
        if (ListCheck.ofTransfers()) {
            ListCheck.message(Text.STASH, ListCheck.ANY, object, ListCheck.UNKNOWN);
        }
        long stack = Memory.onStack(STACK_BYTES);
        while (object != 0) {
            int count = 0;
            int first = keyOf(heap, object);
            int differences = 0;
            while (object != 0 && count < WINDOW) {
                int key = keyOf(heap, object);
                differences |= key ^ first;
                Memory.putLong(stack + count * 8L, object);
                putInt(stack + KEYS, count, key);
                putInt(stack + FROM, count, count);
                object = Mail.linkOf(object);
                count++;
            }
            group(heap, stack, count, sort(stack, count, differences));
        }
    }

    /** Owner and class of an object, as in its page's tag. */
    private static int keyOf(long heap, long object) {
        long page = object - Memory.getLong(heap + Heap.ARENA_BASE) >>> Arena.PAGE_SHIFT;
        return PageTag.get(heap, page) & ~(PageTag.DETACHED | PageTag.TRAP);
    }

    /** Sorts the window; where all its classes, or all its owners, are the same, there is nothing to do. Returns the list of positions. */
    private static long sort(long stack, int count, int differences) {
        long from = stack + FROM;
        long to = stack + TO;
        if ((differences & PageTag.BIN_MASK) != 0) {
            pass(stack, count, from, to, 0, COUNTERS - 1);
            from = stack + TO;
            to = stack + FROM;
        }
        if (differences >>> PageTag.OWNER_SHIFT != 0) {
            pass(stack, count, from, to, PageTag.OWNER_SHIFT, COUNTERS - 1);
            from = to;
        }
        return from;
    }

    /** Moves positions from one list to another, in the order of some bits of their keys, and otherwise as they were. */
    private static void pass(long stack, int count, long from, long to, int shift, int mask) {
        Memory.zero(stack + COUNTS, COUNTERS * 4);
        for (int i = 0; i < count; i++) {
            int digit = getInt(stack + KEYS, i) >>> shift & mask;
            putInt(stack + COUNTS, digit, getInt(stack + COUNTS, digit) + 1);
        }
        int sum = 0;
        for (int digit = 0; digit < COUNTERS; digit++) {
            int here = getInt(stack + COUNTS, digit);
            putInt(stack + COUNTS, digit, sum);
            sum += here;
        }
        for (int i = 0; i < count; i++) {
            int position = getInt(from, i);
            int digit = getInt(stack + KEYS, position) >>> shift & mask;
            int place = getInt(stack + COUNTS, digit);
            putInt(stack + COUNTS, digit, place + 1);
            putInt(to, place, position);
        }
    }

    private static void group(long heap, long stack, int count, long order) {
        int begin = 0;
        while (begin < count) {
            int position = getInt(order, begin);
            int key = getInt(stack + KEYS, position);
            long last = Memory.getLong(stack + position * 8L);
            long first = last;
            Bucket.end(last);
            int next = begin + 1;
            while (next < count && getInt(stack + KEYS, getInt(order, next)) == key) {
                long object = Memory.getLong(stack + getInt(order, next) * 8L);
                FreeLink.put(object, first);
                first = object;
                next++;
            }
            Mail.seal(first, last);
            Outbox.add(heap, key >>> PageTag.OWNER_SHIFT, first);
            begin = next;
        }
    }

    private static int getInt(long list, int index) {
        return Memory.getInt(list + index * 4L);
    }

    private static void putInt(long list, int index, int value) {
        Memory.putInt(list + index * 4L, value);
    }
}
