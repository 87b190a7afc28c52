package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Mappings of direct blocks that were freed a moment ago, for the next ones. A mapping costs a system call each way and a fault for
 * every page of it, which is a hundred times what the rest of malloc costs; but it is also the largest thing that an allocator can
 * hold without need. So a mapping is kept only while blocks of its kind are in demand, that is, if one was asked for within the last
 * {@value #DEMAND_MS} ms; within {@code HZ3_DIRECT_CACHE_BYTES} and an eighth of the container's memory; and not for longer than the decay.
 *
 * <p>A cached mapping need not have the size that is wanted. Of a larger one the rest stays here, and what lies side by side is as good as
 * one: mappings are bytes at addresses, and the kernel does not mind in which pieces they go back. So is what lies behind a block that
 * grows. Only where nothing is large enough the kernel makes one grow, and its pages stay (mremap). Between guards lies one block each, and
 * the kernel shrinks them as well.
 * <pre>
 *   lock int, count int, bytes, clock of the last demand, hits
 *   entry:   address, bytes, clock when it was freed
 * </pre>
 *
 * <p>Ancestor: the page heap of tcmalloc, which joins free spans when they come. Here they are joined when they are taken, or when there
 * is no other place, so that each part keeps its age.
 */
@StaticInit
@Unmanaged
final class DirectCache {
    private static final long DEMAND_MS = 100;
    private static final int CAPACITY = 16;
    /** What goes back in one call for its age: a third of a millisecond, if all of it was used. */
    private static final long EVICTED_AT_ONCE = 4 << 20;

    private static final long COUNT = 4;
    private static final long BYTES = 8;
    private static final long LAST_DEMAND = 16;
    private static final long HITS = 24;
    private static final long ENTRIES = 64;

    private static final long ENTRY_BYTES = 24;
    private static final long SIZE = 8;
    private static final long SINCE = 16;

    private DirectCache() {
    }

    private static long state() {
        return Globals.at(Globals.DIRECT_CACHE);
    }

    private static long entry(int index) {
        return state() + ENTRIES + index * ENTRY_BYTES;
    }

    /**
     * The size of a mapping for a block: blocks that may be cached come in eight sizes a doubling, so that one fits the next without a
     * system call. What is mapped beyond the block's pages is not touched and costs no memory.
     */
    static long round(long bytes) {
        if (!accepts(bytes)) {
            return bytes;
        }
        long step = Long.MIN_VALUE >>> Cpu.leadingZeros(bytes) + 3;
        return bytes + step - 1 & -step;
    }

    private static boolean accepts(long bytes) {
        return bytes > Runs.limit() && bytes <= Surroundings.mappingsBound() / 2;
    }

    /** A mapping of exactly so many bytes at the alignment, with old contents; 0 if there is none. */
    static long take(long bytes, long alignment) {
        if (!accepts(bytes)) {
            return 0;
        }
        long lock = state();
        Lock.take(lock);
        Memory.putLong(state() + LAST_DEMAND, Os.milliseconds());
        int entry = fitting(bytes, alignment);
        boolean fits = entry >= 0;
        if (!fits && alignment <= Direct.OS_PAGE) {
            entry = nearest(bytes);
        }
        long address = 0;
        long size = 0;
        if (entry >= 0) {
            address = Memory.getLong(entry(entry)) + front(entry, alignment);
            size = fits ? bytes : Memory.getLong(entry(entry) + SIZE);
            cutOff(entry, front(entry, alignment));
            cutOut(address, size);
        }
        Lock.leave(lock);
        return fits || address == 0 ? address : resized(address, size, bytes);
    }

    /**
     * Takes what is behind a block that grows; returns whether that was enough. Before a guard there is nothing. Not for a block that is
     * too large to be cached: what the kernel does not take for one mapping it does not move, and so much should not be copied.
     */
    static boolean takeBehind(long block, long before, long bytes) {
        if (!accepts(bytes)) {
            return false;
        }
        long lock = state();
        Lock.take(lock);
        boolean there = rangeFrom(entryAt(block + before), bytes - before) >= bytes - before;
        if (there) {
            cutOut(block + before, bytes - before);
        }
        Lock.leave(lock);
        return there;
    }

    /**
     * The entry with which the smallest range begins that is large enough, the youngest of such; -1 if there is none. Of entries side by
     * side it is the one in which the aligned address lies.
     */
    private static int fitting(long bytes, long alignment) {
        int best = -1;
        long least = Guards.areOn() ? bytes + 1 : Long.MAX_VALUE;
        for (int i = Memory.getInt(state() + COUNT) - 1; i >= 0 && least != bytes; i--) {
            long front = front(i, alignment);
            long size = hasPlaceFor(front) ? rangeFrom(i, front + bytes) : 0;
            if (size >= front + bytes && size < least) {
                best = i;
                least = size;
            }
        }
        return best;
    }

    /** Bytes of an entry that lie before the first address in it, or behind it, that is aligned. */
    private static long front(int entry, long alignment) {
        return -Memory.getLong(entry(entry)) & alignment - 1;
    }

    /** Whether so many bytes can stay as an entry of their own when what is behind them goes. */
    private static boolean hasPlaceFor(long front) {
        return front == 0 || Memory.getInt(state() + COUNT) < CAPACITY;
    }

    /** Makes two entries of one, as old as that, the first of so many bytes; nothing for 0. */
    private static void cutOff(int entry, long front) {
        if (front == 0) {
            return;
        }
        int count = Memory.getInt(state() + COUNT);
        for (int i = count; i > entry; i--) {
            Memory.copy(entry(i - 1), entry(i), ENTRY_BYTES);
        }
        Memory.putInt(state() + COUNT, count + 1);
        Memory.putLong(entry(entry + 1), Memory.getLong(entry(entry)) + front);
        Memory.putLong(entry(entry + 1) + SIZE, Memory.getLong(entry(entry) + SIZE) - front);
        Memory.putLong(entry(entry) + SIZE, front);
    }

    /** Bytes that are here side by side from the entry on, 0 for -1; not more than the entries that make so many as are wanted. */
    private static long rangeFrom(int first, long wanted) {
        long bytes = 0;
        int entry = first;
        while (entry >= 0) {
            bytes += Memory.getLong(entry(entry) + SIZE);
            entry = bytes < wanted ? entryAt(Memory.getLong(entry(first)) + bytes) : -1;
        }
        return bytes;
    }

    private static int entryAt(long address) {
        int entry = Memory.getInt(state() + COUNT) - 1;
        while (entry >= 0 && Memory.getLong(entry(entry)) != address) {
            entry--;
        }
        return entry;
    }

    /** Takes out the bytes of a range that is here. The rest of its last entry stays. */
    private static void cutOut(long address, long bytes) {
        Memory.putLong(state() + HITS, Memory.getLong(state() + HITS) + 1);
        long end = address + bytes;
        long at = address;
        while (at < end) {
            int entry = entryAt(at);
            long size = Memory.getLong(entry(entry) + SIZE);
            at += size;
            if (at <= end) {
                remove(entry);
            } else {
                Memory.putLong(entry(entry), end);
                Memory.putLong(entry(entry) + SIZE, at - end);
                Memory.putLong(state() + BYTES, Memory.getLong(state() + BYTES) - (size - (at - end)));
            }
        }
    }

    private static long resized(long address, long size, long bytes) {
        // In place of the size the limit counts the larger of both for now.
        boolean within = bytes <= size || Limit.take(bytes - size);
        long resized = within ? Direct.remap(address, size, bytes) : 0;
        if (resized == 0) {
            Direct.unmap(address, size);
            Limit.give(within ? Math.max(bytes, size) - size : 0);
        } else {
            Limit.give(Math.max(bytes, size) - bytes);
        }
        return resized;
    }

    /** The entry that needs the least change, of those between half and twice the size, the youngest first; -1 if there is none. */
    private static int nearest(long bytes) {
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int i = Memory.getInt(state() + COUNT) - 1; i >= 0; i--) {
            long size = Memory.getLong(entry(i) + SIZE);
            long change = Math.max(size - bytes, bytes - size);
            if (change < least && size >= bytes / 2 && size / 2 <= bytes) {
                best = i;
                least = change;
            }
        }
        return best;
    }

    /** Keeps a mapping, or returns false if it must go back to the system. */
    static boolean put(long address, long bytes) {
        if (!accepts(bytes)) {
            return false;
        }
        long now = Os.milliseconds();
        expire(now);
        long lock = state();
        Lock.take(lock);
        boolean kept = now - Memory.getLong(state() + LAST_DEMAND) <= DEMAND_MS;
        if (kept) {
            makeRoom(bytes, lock);
            int count = Memory.getInt(state() + COUNT);
            Memory.putLong(entry(count), address);
            Memory.putLong(entry(count) + SIZE, bytes);
            Memory.putLong(entry(count) + SINCE, now);
            Memory.putInt(state() + COUNT, count + 1);
            Memory.putLong(state() + BYTES, Memory.getLong(state() + BYTES) + bytes);
        }
        Lock.leave(lock);
        return kept;
    }

    /** Of the oldest mappings as much goes as a new one takes; where there is no place for that, two become one, or the oldest goes. */
    private static void makeRoom(long bytes, long lock) {
        long excess = excess(bytes);
        while (excess > 0 || Memory.getInt(state() + COUNT) == CAPACITY) {
            if (excess > 0) {
                evictSome(Long.MAX_VALUE, excess + Direct.OS_PAGE - 1 & -Direct.OS_PAGE, lock);
            } else if (!joinTwo()) {
                evictSome(Long.MAX_VALUE, Long.MAX_VALUE, lock);
            }
            excess = excess(bytes);
        }
    }

    private static long excess(long bytes) {
        return Memory.getLong(state() + BYTES) + bytes - Surroundings.mappingsBound();
    }

    /** Makes one entry, as old as the older, of two that lie side by side; returns whether there were such. */
    private static boolean joinTwo() {
        int first = Memory.getInt(state() + COUNT);
        int second = -1;
        while (first > 0 && second < 0) {
            first--;
            second = entryAt(Memory.getLong(entry(first)) + Memory.getLong(entry(first) + SIZE));
        }
        if (second < 0) {
            return false;
        }
        long address = Memory.getLong(entry(first));
        int older = Math.min(first, second);
        int younger = Math.max(first, second);
        long moved = Memory.getLong(entry(younger) + SIZE);
        remove(younger);
        Memory.putLong(entry(older), address);
        Memory.putLong(entry(older) + SIZE, Memory.getLong(entry(older) + SIZE) + moved);
        Memory.putLong(state() + BYTES, Memory.getLong(state() + BYTES) + moved);
        return true;
    }

    /** Whether anything has been here for longer than the decay. Racy: whoever is wrong now comes by again. */
    static boolean hasExpired(long now) {
        return Memory.getIntOpaque(state() + COUNT) != 0 && Memory.getLongOpaque(entry(0) + SINCE) <= now - Knobs.purgeDecayMs();
    }

    /** Gives back a bounded part of what has been here for longer than the decay; returns the bytes. */
    static long expire(long now) {
        if (!hasExpired(now)) {
            return 0;
        }
        long lock = state();
        Lock.take(lock);
        long bytes = evictSome(now - Knobs.purgeDecayMs(), EVICTED_AT_ONCE, lock);
        Lock.leave(lock);
        return bytes;
    }

    /** Gives back everything; returns whether there was anything. */
    static boolean clear() {
        if (Memory.getIntOpaque(state() + COUNT) == 0) {
            return false;
        }
        long lock = state();
        Lock.take(lock);
        boolean any = false;
        while (evictSome(Long.MAX_VALUE, Long.MAX_VALUE, lock) != 0) {
            any = true;
        }
        Lock.leave(lock);
        return any;
    }

    /**
     * Cuts at most so many bytes off the end of the oldest mapping, or gives all of it back, if it came here before the deadline; returns
     * the bytes. The caller holds the lock, which is open while the system unmaps. Entries are in the order of their age.
     */
    private static long evictSome(long deadline, long most, long lock) {
        if (Memory.getInt(state() + COUNT) == 0 || Memory.getLong(entry(0) + SINCE) > deadline) {
            return 0;
        }
        long address = Memory.getLong(entry(0));
        long bytes = Memory.getLong(entry(0) + SIZE);
        long rest = Math.max(0, bytes - most);
        if (rest == 0) {
            remove(0);
        } else {
            Memory.putLong(entry(0) + SIZE, rest);
            Memory.putLong(state() + BYTES, Memory.getLong(state() + BYTES) - (bytes - rest));
            if (Guards.areOn()) {
                // Under the lock: afterwards others may take the rest and give it back.
                MappingGuards.end(address + rest);
            }
        }
        Lock.leave(lock);
        Direct.unmapEnd(address + rest, bytes - rest, rest);
        Lock.take(lock);
        return bytes - rest;
    }

    private static void remove(int index) {
        int count = Memory.getInt(state() + COUNT) - 1;
        Memory.putLong(state() + BYTES, Memory.getLong(state() + BYTES) - Memory.getLong(entry(index) + SIZE));
        Memory.putInt(state() + COUNT, count);
        for (int i = index; i < count; i++) {
            Memory.copy(entry(i + 1), entry(i), ENTRY_BYTES);
        }
    }

    static long hits() {
        return Memory.getLongOpaque(state() + HITS);
    }

    static long cachedBytes() {
        return Memory.getLongOpaque(state() + BYTES);
    }

    static long mappings() {
        return Memory.getIntOpaque(state() + COUNT);
    }

    /** Bytes that are in memory; all of them where somebody is at work here. */
    static long residentBytes() {
        long bytes = cachedBytes();
        long lock = state();
        if (bytes == 0 || !Lock.tryTake(lock)) {
            return bytes;
        }
        bytes = 0;
        for (int i = 0; i < Memory.getInt(state() + COUNT); i++) {
            bytes += Os.residentBytes(Memory.getLong(entry(i)), Memory.getLong(entry(i) + SIZE));
        }
        Lock.leave(lock);
        return bytes;
    }

    static void lock() {
        Lock.take(state());
    }

    static void unlock() {
        Lock.leave(state());
    }

    static void resetLock() {
        Lock.reset(state());
    }
}
