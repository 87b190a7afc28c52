package io.hakozuna.jmh.benchmark;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A ring of addresses from one thread to another. Each counts for itself how far it is, and a slot with 0 is free, so that they share
 * nothing but the slots; each slot has a cache line of its own.
 */
final class AddressRing {
    private static final int SLOTS = 1024;
    private static final int STRIDE = 8;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] slots = new long[SLOTS * STRIDE];

    private static int at(long number) {
        return ((int) number & SLOTS - 1) * STRIDE;
    }

    /** Whether there was room for the address with that number. Release: who takes it sees what was written to the block before. */
    boolean offer(long number, long address) {
        int slot = at(number);
        if ((long) SLOT.getAcquire(slots, slot) != 0) {
            return false;
        }
        SLOT.setRelease(slots, slot, address);
        return true;
    }

    /** The address with that number, or 0 if it is not there yet. */
    long poll(long number) {
        int slot = at(number);
        long address = (long) SLOT.getAcquire(slots, slot);
        if (address != 0) {
            SLOT.setRelease(slots, slot, 0L);
        }
        return address;
    }
}
