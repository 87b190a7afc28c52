package io.hakozuna.hz3.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OsTest {
    private static final long BYTES = 1 << 16;

    private final long address = Os.map(2 * BYTES);

    /** Else what another thread maps there in between would be taken out, and stay mapped when all is given back. */
    @Test
    void aMappingLeavesTheListBeforeTheAddressesAreFree() throws InterruptedException {
        isTakenOutFirst(() -> Os.unmap(address, 2 * BYTES));
    }

    @Test
    void aBlockThatMovesLeavesTheListBeforeTheAddressesAreFree() throws InterruptedException {
        // What is behind it leaves it no room to grow where it is.
        isTakenOutFirst(() -> Os.unmap(Os.remap(address, BYTES, 4 * BYTES), 4 * BYTES));
        assertTrue(Os.unmap(address + BYTES, BYTES));
    }

    private void isTakenOutFirst(Runnable goes) throws InterruptedException {
        // What the classes need for the first time is there.
        long other = Os.map(BYTES);
        assertTrue(Os.unmap(Os.remap(other, BYTES, 2 * BYTES), 2 * BYTES));
        Thread going = new Thread(goes);
        // Nobody gets at the list meanwhile.
        synchronized (Mappings.class) {
            going.start();
            while (going.isAlive() && going.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            assertTrue(going.isAlive(), "it did not wait for the list");
            assertEquals(-1, Os.mapAt(address, BYTES), "the addresses are free");
        }
        going.join();
        assertNull(Mappings.snapshot().get(address));
    }
}
