package io.hakozuna.jmh.benchmark;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** As {@link AddressRing}, of objects; a slot with {@code null} is free. */
final class BlockRing {
    private static final int SLOTS = 1024;
    private static final int STRIDE = 16;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    private final Object[] slots = new Object[SLOTS * STRIDE];

    private static int at(long number) {
        return ((int) number & SLOTS - 1) * STRIDE;
    }

    boolean offer(long number, Object block) {
        int slot = at(number);
        if (SLOT.getAcquire(slots, slot) != null) {
            return false;
        }
        SLOT.setRelease(slots, slot, block);
        return true;
    }

    Object poll(long number) {
        int slot = at(number);
        Object block = SLOT.getAcquire(slots, slot);
        if (block != null) {
            SLOT.setRelease(slots, slot, null);
        }
        return block;
    }
}
