package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Mappings that the system would not take back: a limit on the number of mappings can refuse to cut one out of its neighbours. Their
 * memory goes back where that is possible, and the addresses are kept here, tried again at later events, and serve blocks until then.
 *
 * <p>A queue, so that one that is refused again and again does not keep others from being tried. The links are in the mappings:
 * <pre>
 *   state:    lock int, count int, first, last
 *   mapping:  next, bytes, whether {@link Limit} counts it
 * </pre>
 * The lock guards a few words; nobody calls the system or takes another lock under it.
 */
@StaticInit
@Unmanaged
final class Leftovers {
    private static final long COUNT = 4;
    private static final long FIRST = 8;
    private static final long LAST = 16;

    private static final long NEXT = 0;
    private static final long BYTES = 8;
    private static final long COUNTED = 16;

    /** A search for room looks at so many. */
    private static final int SEARCH_LIMIT = 16;

    private Leftovers() {
    }

    private static long state() {
        return Globals.at(Globals.LEFTOVERS);
    }

    private static int count() {
        return Memory.getIntOpaque(state() + COUNT);
    }

    /** Gives a mapping that the limit counts, or does not, back to the system: now if possible, else later. Returns whether it is gone. */
    static boolean unmap(long address, long bytes, boolean counted) {
        if (Os.unmap(address, bytes)) {
            Limit.give(counted ? bytes : 0);
            return true;
        }
        boolean held = counted && !Os.purge(address, bytes);
        if (counted && !held) {
            Limit.give(bytes);
        }
        Memory.putLong(address + BYTES, bytes);
        Memory.putLong(address + COUNTED, held ? 1 : 0);
        Lock.take(state());
        append(address);
        Lock.leave(state());
        return false;
    }

    private static void append(long address) {
        Memory.putLong(address + NEXT, 0);
        long last = Memory.getLong(state() + LAST);
        Memory.putLong(last == 0 ? state() + FIRST : last + NEXT, address);
        Memory.putLong(state() + LAST, address);
        Memory.putIntOpaque(state() + COUNT, count() + 1);
    }

    /** Tries the oldest ones again, at most so many. Returns whether any could be given back. */
    static boolean retry(int most) {
        int rest = Math.min(most, count());
        boolean any = false;
        for (; rest > 0; rest--) {
            Lock.take(state());
            long address = Memory.getLong(state() + FIRST);
            long bytes = 0;
            boolean counted = false;
            if (address != 0) {
                bytes = Memory.getLong(address + BYTES);
                counted = Memory.getLong(address + COUNTED) != 0;
                replace(0, address, Memory.getLong(address + NEXT));
                Memory.putIntOpaque(state() + COUNT, count() - 1);
            }
            Lock.leave(state());
            if (address == 0) {
                break;
            }
            any |= unmap(address, bytes, counted);
        }
        return any;
    }

    /** Room of exactly so many bytes, which the limit counts from now on, with old contents; 0 if there is none. */
    static long take(long bytes) {
        // A racy look first: there are none in most programs.
        if (count() == 0) {
            return 0;
        }
        Lock.take(state());
        long previous = 0;
        long address = Memory.getLong(state() + FIRST);
        for (int looked = 0; address != 0 && Memory.getLong(address + BYTES) < bytes; looked++) {
            previous = address;
            address = looked == SEARCH_LIMIT ? 0 : Memory.getLong(address + NEXT);
        }
        if (address != 0 && (Memory.getLong(address + COUNTED) != 0 || Limit.take(bytes))) {
            cut(previous, address, bytes);
        } else {
            address = 0;
        }
        Lock.leave(state());
        return address;
    }

    /** Takes the beginning of a mapping out of the queue; the rest of it, if any, stays in its place. */
    private static void cut(long previous, long address, long bytes) {
        long next = Memory.getLong(address + NEXT);
        long rest = Memory.getLong(address + BYTES) - bytes;
        if (rest == 0) {
            replace(previous, address, next);
            Memory.putIntOpaque(state() + COUNT, count() - 1);
            return;
        }
        Memory.putLong(address + bytes + NEXT, next);
        Memory.putLong(address + bytes + BYTES, rest);
        Memory.putLong(address + bytes + COUNTED, Memory.getLong(address + COUNTED));
        replace(previous, address, address + bytes);
    }

    /** Puts another mapping, or what follows, where one is in the queue. */
    private static void replace(long previous, long address, long by) {
        Memory.putLong(previous == 0 ? state() + FIRST : previous + NEXT, by);
        if (Memory.getLong(state() + LAST) == address) {
            Memory.putLong(state() + LAST, by != 0 ? by : previous);
        }
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
