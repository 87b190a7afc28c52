package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A lock in one int: 0 free, 1 held, 2 held and somebody sleeps. It spins shortly, since what it guards is short, then sleeps in the
 * kernel. After Ulrich Drepper, "Futexes Are Tricky" (2011), mutex 3. Taking acquires and leaving releases: everything done inside
 * one critical section is seen in the next.
 */
@StaticInit
@Unmanaged
final class Lock {
    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final int CONTENDED = 2;
    private static final int SPINS = 100;

    private Lock() {
    }

    static void take(long lock) {
        for (int i = 0; i < SPINS; i++) {
            if (Memory.compareAndSetIntAcquire(lock, FREE, HELD)) {
                return;
            }
            Cpu.pause();
        }
        while (Memory.getAndSetIntAcquire(lock, CONTENDED) != FREE) {
            Os.waitWhile(lock, CONTENDED);
        }
    }

    /** Takes the lock if it is free. */
    static boolean tryTake(long lock) {
        return Memory.compareAndSetIntAcquire(lock, FREE, HELD);
    }

    static void leave(long lock) {
        if (Memory.getAndSetIntRelease(lock, FREE) == CONTENDED) {
            Os.wake(lock);
        }
    }

    /** For the child of a fork, whose only thread holds all locks and in which nobody sleeps. */
    static void reset(long lock) {
        Memory.putIntRelease(lock, FREE);
    }
}
