package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Blocks past the largest run, and whatever the arena has no room for: one mapping each, found again by address in a hash table with
 * a lock for each of its 16 stripes. A stripe is an open table with linear probing that doubles when it is half full and closes the
 * gap on removal, so that it needs no markers for deleted entries (Knuth, volume 3, 6.4, algorithm R).
 * <pre>
 *   stripe:  lock int, entries int, table address, table capacity, bytes mapped
 *   entry:   block address, mapping size
 * </pre>
 */
@StaticInit
@Unmanaged
final class Direct {
    static final long OS_PAGE = 4096;
    private static final long MOST_BYTES = 1L << 62;

    private static final int STRIPES = 16;
    private static final long STRIPE_BYTES = 64;
    private static final long ENTRIES = 8;
    private static final long TABLE = 16;
    private static final long CAPACITY = 24;
    private static final long MAPPED = 32;

    private static final long ENTRY_BYTES = 16;
    private static final long FIRST_CAPACITY = OS_PAGE / ENTRY_BYTES;

    private Direct() {
    }

    private static long stripe(int index) {
        return Globals.at(Globals.DIRECT_STRIPES) + index * STRIPE_BYTES;
    }

    private static long hash(long address) {
        return (address >>> 12) * 0x9E3779B97F4A7C15L;
    }

    private static long stripeOf(long address) {
        return stripe((int) (hash(address) >>> 60));
    }

    /** The entry where the search for an address begins. */
    private static long home(long stripe, long address) {
        return hash(address) >>> 20 & Memory.getLong(stripe + CAPACITY) - 1;
    }

    private static long entry(long stripe, long index) {
        return Memory.getLong(stripe + TABLE) + index * ENTRY_BYTES;
    }

    /** In whole pages. Larger sizes are taken for the most, which no system maps either, so that no sum with them overflows. */
    private static long roundUp(long size) {
        return Math.min(size, MOST_BYTES) + OS_PAGE - 1 & -OS_PAGE;
    }

    /**
     * A block of at least the size at the alignment (a power of two), plus 1 if it reads as zero; 0 if there is no memory.
     */
    static long allocate(long size, long alignment) {
        long bytes = DirectCache.round(roundUp(Math.max(size, 1)));
        long cached = DirectCache.take(bytes, alignment);
        if (cached != 0) {
            return recorded(cached, bytes);
        }
        if (alignment <= OS_PAGE) {
            long left = Guards.areOn() ? MappingGuards.takeLeft(bytes) : Leftovers.take(bytes);
            if (left != 0) {
                return recorded(left, bytes);
            }
        }
        long block = map(bytes, alignment);
        if (block == 0 && makeRoom(bytes)) {
            block = map(bytes, alignment);
        }
        return block == 0 ? 0 : recorded(block, bytes) == 0 ? 0 : block | 1;
    }

    /**
     * All that can be given back may be what the system, or the limit, refuses this for: memory, charges and addresses. A request past
     * the arena's size has no hope of that, and should cost nobody his caches.
     */
    private static boolean makeRoom(long bytes) {
        return bytes <= Knobs.arenaSize() && Lifecycle.trim(Tls.heap());
    }

    private static long recorded(long block, long bytes) {
        if (record(block, bytes)) {
            return block;
        }
        unmap(block, bytes);
        return 0;
    }

    private static long map(long bytes, long alignment) {
        if (!Limit.take(bytes)) {
            return 0;
        }
        long block = Guards.areOn() ? MappingGuards.map(bytes, alignment) : mapAligned(bytes, alignment);
        if (block == 0) {
            Limit.give(bytes);
        }
        return block;
    }

    static long mapAligned(long bytes, long alignment) {
        long padded = alignment <= OS_PAGE ? bytes : bytes + alignment;
        long mapping = padded < bytes ? 0 : Os.map(padded);
        if (mapping == 0) {
            return 0;
        }
        long block = mapping;
        if (padded != bytes) {
            block = mapping + alignment - 1 & -alignment;
            if (block != mapping) {
                Leftovers.unmap(mapping, block - mapping, false);
            }
            Leftovers.unmap(block + bytes, mapping + padded - block - bytes, false);
        }
        return block;
    }

    /** Frees a block. Returns false if the address is not a direct block. */
    static boolean free(long address) {
        long bytes = forget(address);
        if (bytes == 0) {
            return false;
        }
        Hardening.takeBackRange(address, bytes);
        if (!DirectCache.put(address, bytes)) {
            unmap(address, bytes);
        }
        return true;
    }

    static void unmap(long address, long bytes) {
        if (Guards.areOn()) {
            MappingGuards.unmap(address, bytes);
        } else {
            Leftovers.unmap(address, bytes, true);
        }
    }

    /** Gives back the last bytes of a mapping, from where those end that are kept. */
    static void unmapEnd(long address, long bytes, long kept) {
        if (Guards.areOn() && kept != 0) {
            MappingGuards.unmapEnd(address, bytes);
        } else {
            unmap(address, bytes);
        }
    }

    /** The block's bytes, or 0 if the address is not a direct block. */
    static long usableSize(long address) {
        if ((address & OS_PAGE - 1) != 0) {
            return 0;
        }
        long stripe = stripeOf(address);
        Lock.take(stripe);
        long index = find(stripe, address);
        long bytes = index < 0 ? 0 : Memory.getLong(entry(stripe, index) + 8);
        Lock.leave(stripe);
        return bytes;
    }

    /** Grows or shrinks a direct block by page tables, not by copy. Returns 0, with the block as it was, if that cannot be done. */
    static long resize(long address, long size) {
        long before = usableSize(address);
        long bytes = DirectCache.round(roundUp(size));
        if (bytes == before) {
            return address;
        }
        if (bytes > before && DirectCache.takeBehind(address, before, bytes)) {
            resizeEntry(address, bytes);
            return address;
        }
        if (bytes > before && !Limit.take(bytes - before)) {
            return 0;
        }
        long resized = resize(address, before, bytes);
        Limit.give(Math.max(bytes, before) - (resized == 0 ? before : bytes));
        return resized;
    }

    private static long resize(long address, long before, long bytes) {
        if (!Guards.areOn() && Os.remapInPlace(address, before, bytes)) {
            resizeEntry(address, bytes);
            return address;
        }
        if (!hasRoomEverywhere()) {
            return 0;
        }
        // Out of the table first: once the block has moved, the next mapping of another thread may get its old address.
        forget(address);
        long moved = remap(address, before, bytes);
        if (moved == 0) {
            record(address, before);
        } else {
            record(moved, bytes);
        }
        return moved;
    }

    static long remap(long address, long before, long bytes) {
        return Guards.areOn() ? MappingGuards.remap(address, before, bytes) : Os.remap(address, before, bytes);
    }

    private static void resizeEntry(long address, long bytes) {
        long stripe = stripeOf(address);
        Lock.take(stripe);
        long entry = entry(stripe, find(stripe, address));
        Memory.putLong(stripe + MAPPED, Memory.getLong(stripe + MAPPED) + bytes - Memory.getLong(entry + 8));
        Memory.putLong(entry + 8, bytes);
        Lock.leave(stripe);
    }

    /**
     * Whether each stripe has a table with at least a quarter free, which is 64 entries and more. A moved block cannot be left without
     * an entry, and where it goes is not known before; nor can so many others slip in between.
     */
    private static boolean hasRoomEverywhere() {
        for (int i = 0; i < STRIPES; i++) {
            long stripe = stripe(i);
            Lock.take(stripe);
            boolean room = Memory.getInt(stripe + ENTRIES) * 4L < Memory.getLong(stripe + CAPACITY) * 3 || grow(stripe);
            Lock.leave(stripe);
            if (!room) {
                return false;
            }
        }
        return true;
    }

    private static boolean record(long address, long bytes) {
        long stripe = stripeOf(address);
        Lock.take(stripe);
        // Half full is a wish; one free entry is what the search needs.
        boolean room = Memory.getLong(stripe + CAPACITY) > 2L * Memory.getInt(stripe + ENTRIES) || grow(stripe)
            || Memory.getLong(stripe + CAPACITY) > Memory.getInt(stripe + ENTRIES) + 1L;
        if (room) {
            insert(stripe, address, bytes);
            Memory.putInt(stripe + ENTRIES, Memory.getInt(stripe + ENTRIES) + 1);
            Memory.putLong(stripe + MAPPED, Memory.getLong(stripe + MAPPED) + bytes);
        }
        Lock.leave(stripe);
        return room;
    }

    private static void insert(long stripe, long address, long bytes) {
        long mask = Memory.getLong(stripe + CAPACITY) - 1;
        long index = home(stripe, address);
        while (Memory.getLong(entry(stripe, index)) != 0) {
            index = index + 1 & mask;
        }
        Memory.putLong(entry(stripe, index), address);
        Memory.putLong(entry(stripe, index) + 8, bytes);
    }

    private static boolean grow(long stripe) {
        long before = Memory.getLong(stripe + CAPACITY);
        long table = Memory.getLong(stripe + TABLE);
        long after = before == 0 ? FIRST_CAPACITY : before * 2;
        long larger = Os.map(after * ENTRY_BYTES);
        if (larger == 0) {
            return false;
        }
        Memory.putLong(stripe + TABLE, larger);
        Memory.putLong(stripe + CAPACITY, after);
        for (long i = 0; i < before; i++) {
            long old = table + i * ENTRY_BYTES;
            if (Memory.getLong(old) != 0) {
                insert(stripe, Memory.getLong(old), Memory.getLong(old + 8));
            }
        }
        if (before != 0) {
            Leftovers.unmap(table, before * ENTRY_BYTES, false);
        }
        return true;
    }

    private static long find(long stripe, long address) {
        long capacity = Memory.getLong(stripe + CAPACITY);
        if (capacity == 0) {
            return -1;
        }
        long index = home(stripe, address);
        while (Memory.getLong(entry(stripe, index)) != address) {
            if (Memory.getLong(entry(stripe, index)) == 0) {
                return -1;
            }
            index = index + 1 & capacity - 1;
        }
        return index;
    }

    /** Removes the block from the table and returns its bytes; 0 if it is not there. */
    private static long forget(long address) {
        if ((address & OS_PAGE - 1) != 0) {
            return 0;
        }
        long stripe = stripeOf(address);
        Lock.take(stripe);
        long bytes = 0;
        long index = find(stripe, address);
        if (index >= 0) {
            bytes = Memory.getLong(entry(stripe, index) + 8);
            remove(stripe, index);
            Memory.putInt(stripe + ENTRIES, Memory.getInt(stripe + ENTRIES) - 1);
            Memory.putLong(stripe + MAPPED, Memory.getLong(stripe + MAPPED) - bytes);
        }
        Lock.leave(stripe);
        return bytes;
    }

    private static void remove(long stripe, long gap) {
        long mask = Memory.getLong(stripe + CAPACITY) - 1;
        long index = gap;
        while (true) {
            index = index + 1 & mask;
            long address = Memory.getLong(entry(stripe, index));
            if (address == 0) {
                break;
            }
            // An entry may move into the gap if its search begins at or before the gap, cyclically.
            long distance = index - home(stripe, address) & mask;
            if (distance >= (index - gap & mask)) {
                Memory.putLong(entry(stripe, gap), address);
                Memory.putLong(entry(stripe, gap) + 8, Memory.getLong(entry(stripe, index) + 8));
                gap = index;
            }
        }
        Memory.putLong(entry(stripe, gap), 0);
    }

    /** Blocks of all stripes; a moment's view. */
    static long blocks() {
        long blocks = 0;
        for (int i = 0; i < STRIPES; i++) {
            blocks += Memory.getIntOpaque(stripe(i) + ENTRIES);
        }
        return blocks;
    }

    /** Bytes mapped by all stripes; a moment's view. */
    static long mappedBytes() {
        return sum(MAPPED);
    }

    /** Bytes of the stripes' tables, of which nearly every page is touched. */
    static long tableBytes() {
        return sum(CAPACITY) * ENTRY_BYTES;
    }

    private static long sum(long field) {
        long sum = 0;
        for (int i = 0; i < STRIPES; i++) {
            sum += Memory.getLongOpaque(stripe(i) + field);
        }
        return sum;
    }

    /** Bytes of the blocks that are in memory; of stripes that somebody is at work in, all of them. May be asked in a signal handler. */
    static long residentBytes() {
        long bytes = 0;
        for (int i = 0; i < STRIPES; i++) {
            bytes += residentBytes(stripe(i));
        }
        return bytes;
    }

    private static long residentBytes(long stripe) {
        long mapped = Memory.getLongOpaque(stripe + MAPPED);
        if (mapped == 0 || !Lock.tryTake(stripe)) {
            return mapped;
        }
        long bytes = 0;
        long capacity = Memory.getLong(stripe + CAPACITY);
        for (long i = 0; i < capacity; i++) {
            if (Memory.getLong(entry(stripe, i)) != 0) {
                bytes += Os.residentBytes(Memory.getLong(entry(stripe, i)), Memory.getLong(entry(stripe, i) + 8));
            }
        }
        Lock.leave(stripe);
        return bytes;
    }

    static void lockAll() {
        for (int i = 0; i < STRIPES; i++) {
            Lock.take(stripe(i));
        }
    }

    static void unlockAll() {
        for (int i = 0; i < STRIPES; i++) {
            Lock.leave(stripe(i));
        }
    }

    static void resetLocks() {
        for (int i = 0; i < STRIPES; i++) {
            Lock.reset(stripe(i));
        }
    }
}
