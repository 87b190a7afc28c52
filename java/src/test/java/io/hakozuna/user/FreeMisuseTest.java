package io.hakozuna.user;

import static io.hakozuna.user.Misuses.hex;
import static io.hakozuna.user.Misuses.thrown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.LocalAllocator;
import io.hakozuna.hz3.MemoryMisuseException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses that are not to be freed: {@code -Dhz3.check=free}, and every check with which the addresses of all blocks are known. */
class FreeMisuseTest {
    private final long block = allocate(100);

    private static long allocate(long size) {
        return Hz3.allocate(size);
    }

    private static void freeFirst(long address) {
        Hz3.free(address);
    }

    /** Each test goes on after its misuse, and leaves nothing. */
    @AfterEach
    void theProgramGoesOn() {
        if (Hz3.leaks().stream().mapToLong(group -> group.blocks()).sum() == 1) {
            Hz3.free(block);
        }
        assertTrue(Hz3.leaks().isEmpty(), Hz3.leaks()::toString);
        Hz3.checkAll();
    }

    @Test
    void aBlockIsFreedOnce() {
        freeFirst(block);
        MemoryMisuseException misuse = thrown(getClass(), () -> Hz3.free(block), "double free of a block of 100 bytes at " + hex(block),
            "allocated at ", "@allocate", "freed first at ", "@freeFirst", "@aBlockIsFreedOnce");
        Misuses.assertAddress(block, misuse);
        assertEquals("allocated by the thread " + Thread.currentThread().getName(), misuse.getCause().getMessage());
        assertTrue(Misuses.has(misuse.getCause(), getClass(), "allocate"));
        assertFalse(Misuses.has(misuse.getCause(), getClass(), "freeFirst"));
        assertEquals(1, misuse.getSuppressed().length);
        assertEquals("freed first by the thread " + Thread.currentThread().getName(), misuse.getSuppressed()[0].getMessage());
        assertTrue(Misuses.has(misuse.getSuppressed()[0], getClass(), "freeFirst"));
    }

    @Test
    void thatAnotherThreadFreedItIsSaid() throws Exception {
        Thread thread = Thread.ofVirtual().name("the other").start(() -> freeFirst(block));
        thread.join();
        MemoryMisuseException misuse = thrown(getClass(), () -> Hz3.free(block), "double free of ", "freed first at ", "@freeFirst");
        assertEquals("freed first by the thread the other", misuse.getSuppressed()[0].getMessage());
    }

    @Test
    void longAfterAFreeItIsStillKnown() {
        freeFirst(block);
        // Nothing is kept any more, but nobody has got the address yet.
        Hz3.trim();
        thrown(getClass(), () -> Hz3.free(block), "double free of a block of 100 bytes at " + hex(block), "freed first at ", "@freeFirst");
    }

    @Test
    void ofTwoThreadsThatFreeOneThrows() throws Exception {
        for (int round = 0; round < 100; round++) {
            long address = allocate(64);
            MemoryMisuseException[] misuses = new MemoryMisuseException[2];
            Thread[] threads = new Thread[2];
            for (int i = 0; i < threads.length; i++) {
                int index = i;
                threads[i] = Thread.ofPlatform().start(() -> {
                    try {
                        Hz3.free(address);
                    } catch (MemoryMisuseException e) {
                        misuses[index] = e;
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertTrue(misuses[0] == null ^ misuses[1] == null, "exactly one");
        }
    }

    @Test
    void aFreedBlockIsNotResizedOrAskedFor() {
        freeFirst(block);
        thrown(getClass(), () -> Hz3.reallocate(block, 200), "reallocate after the free of a block of 100 bytes at " + hex(block),
            "freed first at ");
        thrown(getClass(), () -> Hz3.usableSize(block), "usableSize after the free of a block of 100 bytes at " + hex(block),
            "freed first at ");
    }

    @Test
    void theOldAddressOfAResizedBlockIsNone() {
        long resized = Hz3.reallocate(block, 100);
        thrown(getClass(), () -> Hz3.free(block), "double free of a block of 100 bytes at " + hex(block), "freed first at ",
            "@theOldAddressOfAResizedBlockIsNone");
        Hz3.free(resized);
    }

    @Test
    void anAddressInsideABlockIsNone() {
        thrown(getClass(), () -> Hz3.free(block + 16), "free of " + hex(block + 16)
            + ", which is no block: it lies 16 bytes into a block of 100 bytes at " + hex(block), "allocated at ", "@allocate");
        thrown(getClass(), () -> Hz3.reallocate(block + 1, 8), "reallocate of " + hex(block + 1)
            + ", which is no block: it lies 1 byte into ");
        thrown(getClass(), () -> Hz3.usableSize(block + 99), "usableSize of " + hex(block + 99)
            + ", which is no block: it lies 99 bytes into ");
        thrown(getClass(), () -> Hz3.free(block + 100), "it lies 0 bytes past the end of a block of 100 bytes");
    }

    @Test
    void anAddressInsideAFreedBlockIsNone() {
        freeFirst(block);
        thrown(getClass(), () -> Hz3.free(block + 16), "which is no block: it lies 16 bytes into a block of 100 bytes at ",
            "freed first at ", "@freeFirst");
    }

    @Test
    void anAddressOfSomebodyElseIsNone() {
        MemorySegment other = Arena.ofAuto().allocate(64);
        MemoryMisuseException misuse = thrown(getClass(), () -> Hz3.free(other), "free of " + hex(other.address())
            + ", which is no block of hz3");
        Misuses.assertAddress(other.address(), misuse);
        thrown(getClass(), () -> Hz3.free(8), "free of 0x8, which is no block of hz3");
        thrown(getClass(), () -> Hz3.reallocate(-16, 1), "reallocate of 0xfffffffffffffff0, which is no block of hz3");
    }

    @Test
    void aSliceIsFreedByItsWhole() {
        MemorySegment segment = Hz3.allocateSegment(64);
        thrown(getClass(), () -> Hz3.free(segment.asSlice(8)), "free of ", "which is no block: it lies 8 bytes into a block of 64 bytes at "
            + hex(segment.address()));
        Hz3.free(segment.asSlice(0, 8));
        ByteBuffer buffer = Hz3.allocateBuffer(64);
        ByteBuffer slice = buffer.position(4).slice();
        thrown(getClass(), () -> Hz3.free(slice), "which is no block: it lies 4 bytes into a block of 64 bytes at ");
        Hz3.free(buffer);
    }

    @Test
    void aLocalAllocatorIsChecked() {
        LocalAllocator local = Hz3.local();
        long address = local.allocate(10);
        local.free(address);
        thrown(getClass(), () -> local.free(address), "double free of a block of 10 bytes at " + hex(address), "freed first at ",
            "@aLocalAllocatorIsChecked");
        thrown(getClass(), () -> Hz3.free(address), "double free of a block of 10 bytes at " + hex(address));
    }

    @Test
    void nothingIsFreedAt0() {
        Hz3.free(0);
        assertEquals(0, Hz3.usableSize(0));
        Hz3.free(Hz3.reallocate(0, 10));
    }
}
