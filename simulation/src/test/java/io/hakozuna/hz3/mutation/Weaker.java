package io.hakozuna.hz3.mutation;

import io.hakozuna.hz3.simulation.Order;
import io.hakozuna.hz3.simulation.Simulation;

/** Updates with weaker orderings than the seam has, by the name of the seam's method; the name of the class inside says which. */
public final class Weaker {
    private Weaker() {
    }

    /** Without any ordering. */
    public static final class Opaque {
        private Opaque() {
        }

        public static boolean compareAndSetIntAcquire(long address, int expected, int value) {
            return compareAndSet(address, 4, expected, value, Order.OPAQUE);
        }

        public static long getAndSetLongAcquire(long address, long value) {
            return Simulation.current().accesses().getAndSet(address, 8, value, Order.OPAQUE);
        }

        public static int getAndSetIntAcquire(long address, int value) {
            return (int) Simulation.current().accesses().getAndSet(address, 4, value, Order.OPAQUE);
        }

        public static int getAndSetIntRelease(long address, int value) {
            return getAndSetIntAcquire(address, value);
        }

        public static boolean compareAndSetLongVolatile(long address, long expected, long value) {
            return compareAndSet(address, 8, expected, value, Order.OPAQUE);
        }

        public static long getAndAddLongVolatile(long address, long delta) {
            return Simulation.current().accesses().getAndAdd(address, 8, delta, Order.OPAQUE);
        }
    }

    /** Acquire and release, without a part in the one order of volatile accesses. */
    public static final class AcquireRelease {
        private AcquireRelease() {
        }

        public static boolean compareAndSetLongVolatile(long address, long expected, long value) {
            return compareAndSet(address, 8, expected, value, Order.ACQUIRE_RELEASE);
        }
    }

    private static boolean compareAndSet(long address, int bytes, long expected, long value, Order order) {
        return Simulation.current().accesses().compareAndExchange(address, bytes, expected, value, order) == expected;
    }
}
