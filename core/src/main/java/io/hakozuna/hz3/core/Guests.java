package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Threads for which there is no owner left ({@code HZ3_NUM_SHARDS}), and the JVM's virtual threads. Such a guest has no heap; each of its
 * calls takes the slow path and borrows one of a few common heaps, which belong to no thread and are dead heaps to everybody else: frees of
 * their objects, ticks and trims treat them as such. So more threads than owners cost time and never memory or an abort.
 *
 * <p>A guest holds the lock of its common heap for the length of the call, and the heap's state, LIVE, from there on, for those who tidy
 * dead heaps up know the state only. They hold it for a bounded piece of work, so waiting for it is short.
 *
 * <p><b>Leases</b> ({@code HZ3_OWNER_LEASE_ENABLE}): owners are lent and not given away. A thread keeps its heap for
 * {@code HZ3_OWNER_LEASE_MS}; after that a guest that is busy may take it as soon as its thread sleeps ({@link IdleHeaps} has the proof
 * that this is safe), and then is a guest no more. With many more threads than processors most sleep, so those that run have the heaps.
 *
 * <p>The C hz3 aborts where threads outnumber owners, or in its tolerant lane has leases of 500 us on each operation on shared bins.
 * glibc's arenas and jemalloc's share with a lock a call or a refill, at any number of threads.
 */
@StaticInit
@Unmanaged
final class Guests {
    /** At most so many common heaps, one for each eight owners. */
    static final int MOST = 64;
    private static final int OWNERS_A_COMMON_HEAP = 8;
    /** Calls through a common heap between two attempts to get a lease: an attempt costs about as much as that many. */
    private static final long CALLS_A_LEASE = 256;
    /** Owners that an attempt looks at, and those of them that it examines. */
    private static final int LOOKS = 32;
    private static final int EXAMINATIONS = 2;

    private Guests() {
    }

    private static int heaps() {
        return Math.max(1, Math.min(MOST, Knobs.numShards() / OWNERS_A_COMMON_HEAP));
    }

    private static long slot(int index) {
        return Globals.at(Globals.COMMON_HEAPS) + index * 8L;
    }

    /** Racy: the calling thread can have an owner. Who is told no becomes a guest, for this call. */
    static boolean canOwn() {
        return Tls.mayOwnHeap() && (Memory.getLongOpaque(Globals.at(Globals.DEAD_HEAPS)) != 0 || mayCreate());
    }

    /** Whether there may be one more owner; exact under the arena lock. */
    static boolean mayCreate() {
        long owners = Memory.getLongOpaque(Globals.at(Globals.OWNER_COUNT)) - Memory.getLongOpaque(Globals.at(Globals.COMMON_COUNT));
        return owners < Knobs.numShards();
    }

    /** A heap for the length of a call, to be left again; 0 if there is no memory for one. */
    static long enter() {
        int heaps = heaps();
        // Threads lie some MiB apart; Fibonacci hashing spreads what differs in a few middle bits.
        int start = (int) ((Tls.identity() * 0x9E3779B97F4A7C15L >>> 33) % heaps);
        long heap = 0;
        for (int i = 0; i < heaps && heap == 0; i++) {
            long candidate = common((start + i) % heaps);
            if (candidate != 0 && Lock.tryTake(candidate + Heap.GUEST_LOCK)) {
                heap = candidate;
            }
        }
        if (heap == 0) {
            heap = common(start);
            if (heap == 0) {
                return 0;
            }
            Lock.take(heap + Heap.GUEST_LOCK);
        }
        // Acquire: what the last guest, or whoever tidied up after it, did to the heap.
        while (!Memory.compareAndSetIntAcquire(heap + Heap.STATE, Heap.STATE_DEAD, Heap.STATE_LIVE)) {
            Cpu.pause();
        }
        Heap.count(heap, Heap.GUEST_CALLS, 1);
        return heap;
    }

    /** Ends what {@link #enter} began. Volatile, and a look at the inbox after it: see {@link DeadHeaps}. */
    static void leave(long heap) {
        boolean wantsLease = Knobs.ownerLeaseEnable() != 0 && Memory.getLong(heap + Heap.GUEST_CALLS) % CALLS_A_LEASE == 0;
        Memory.putLong(heap + Heap.LEFT_AT, Memory.getLong(heap + Heap.CLOCK));
        Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
        Lock.leave(heap + Heap.GUEST_LOCK);
        DeadHeaps.tidyIfDead(heap);
        if (wantsLease && !Tls.exiting() && Tls.mayOwnHeap()) {
            takeLease();
        }
    }

    static boolean isCommon(long heap) {
        return Memory.getInt(heap + Heap.IS_COMMON) != 0;
    }

    private static long common(int index) {
        // Acquire: a whole heap behind the address.
        long heap = Memory.getLongAcquire(slot(index));
        return heap != 0 ? heap : open(index);
    }

    private static long open(int index) {
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        // No thread with a heap of its own may have come yet.
        Arena.open();
        long heap = Memory.getLong(slot(index));
        if (heap == 0) {
            heap = Heaps.create();
            if (heap != 0) {
                Memory.putInt(heap + Heap.IS_COMMON, 1);
                Memory.putIntOpaque(heap + Heap.STATE, Heap.STATE_DEAD);
                Memory.putLong(Globals.at(Globals.COMMON_COUNT), Memory.getLong(Globals.at(Globals.COMMON_COUNT)) + 1);
                Memory.putLongRelease(slot(index), heap);
            }
        }
        Lock.leave(lock);
        return heap;
    }

    /** The calling thread, which has no heap, gets that of a thread whose lease has run out and which sleeps, if such a one is found. */
    private static void takeLease() {
        long now = Os.milliseconds();
        long owners = Heaps.owners();
        // Racy, as the hand of the ticks: two guests may look at the same owners.
        long hand = Memory.getLongOpaque(Globals.at(Globals.LEASE_HAND));
        int examined = 0;
        for (int looked = 0; looked < LOOKS && looked < owners && examined < EXAMINATIONS; looked++) {
            hand = hand >= owners ? 1 : hand + 1;
            long heap = Arena.heapOf(hand);
            boolean lent = Memory.getIntOpaque(heap + Heap.STATE) == Heap.STATE_LIVE && Memory.getIntOpaque(heap + Heap.THREAD) != 0;
            if (lent && now - Memory.getLongOpaque(heap + Heap.LENT_AT) >= Knobs.ownerLeaseMs()) {
                examined++;
                if (IdleHeaps.take(heap)) {
                    Heap.count(heap, Heap.LEASES, 1);
                    Heaps.give(heap);
                    break;
                }
            }
        }
        Memory.putLongOpaque(Globals.at(Globals.LEASE_HAND), hand);
    }

    /** For a fork: nobody is between two states of a common heap when the process is copied. */
    static void lockAll() {
        long locked = 0;
        for (int i = 0; i < heaps(); i++) {
            long heap = Memory.getLongAcquire(slot(i));
            if (heap != 0) {
                Lock.take(heap + Heap.GUEST_LOCK);
                locked |= 1L << i;
            }
        }
        // Others may be opened until the arena lock is taken, and are not locked by us.
        Memory.putLong(Globals.at(Globals.COMMON_LOCKED), locked);
    }

    static void unlockAll() {
        long locked = Memory.getLong(Globals.at(Globals.COMMON_LOCKED));
        while (locked != 0) {
            Lock.leave(Memory.getLong(slot(Cpu.trailingZeros(locked))) + Heap.GUEST_LOCK);
            locked &= locked - 1;
        }
    }

    /** In the child of a fork: a common heap that somebody was at work in stays as it was cut off, and another one takes its place. */
    static void forkChild() {
        for (int i = 0; i < heaps(); i++) {
            long heap = Memory.getLong(slot(i));
            if (heap != 0) {
                Lock.reset(heap + Heap.GUEST_LOCK);
                if (Memory.getInt(heap + Heap.STATE) != Heap.STATE_DEAD) {
                    Memory.putLong(slot(i), 0);
                }
            }
        }
    }
}
