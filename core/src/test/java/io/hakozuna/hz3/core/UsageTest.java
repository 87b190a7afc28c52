package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in use and what is cached, to the byte, of the caller's heap and of those of threads that have ended. */
class UsageTest {
    private static final int BLOCKS = 10_000;
    private static final long SIZE = 500;
    private static final long CLASS_SIZE = 512;

    private final long[] blocks = new long[BLOCKS];
    private long inUseBefore;

    @BeforeEach
    void settleThisThread() {
        Allocator.free(Allocator.allocate(1, Tls.heap()), Tls.heap());
        Lifecycle.trim(Tls.heap());
        assertEquals(0, Usage.cached(Tls.heap()));
        inUseBefore = Usage.out();
    }

    private void allocate() {
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = Allocator.allocate(SIZE, Tls.heap());
            Memory.putLong(blocks[i], 1);
        }
    }

    private void freeEvery(int step) {
        for (int i = 0; i < BLOCKS; i += step) {
            Allocator.free(blocks[i], Tls.heap());
            blocks[i] = 0;
        }
    }

    private long inUse() {
        long cached = Usage.cached(Tls.heap());
        return Usage.out() - cached - inUseBefore;
    }

    @Test
    void ofTheCaller() {
        allocate();
        assertEquals(BLOCKS * CLASS_SIZE, inUse());
        freeEvery(4);
        assertEquals(BLOCKS * CLASS_SIZE * 3 / 4, inUse());
        assertTrue(Usage.cached(Tls.heap()) > 0, "the spans that are attached have nothing in their bin");
        freeEvery(1);
        assertEquals(0, inUse());
    }

    @Test
    void ofThreadsThatHaveEnded() throws InterruptedException {
        TestThreads.run(1, index -> allocate());
        assertEquals(BLOCKS * CLASS_SIZE, inUse());
        freeEvery(2);
        assertEquals(BLOCKS * CLASS_SIZE / 2, inUse());
        TestThreads.run(1, index -> freeEvery(1));
        assertEquals(0, inUse());
    }

    @Test
    void ofRuns() {
        // So that the next few events bring no tick, which would give a run in its bin back.
        Memory.putLong(Tls.heap() + Heap.EVENTS, 0);
        long run = Allocator.allocate(3 * Arena.PAGE_BYTES, Tls.heap());
        assertEquals(3 * Arena.PAGE_BYTES, inUse());
        Allocator.free(run, Tls.heap());
        assertEquals(0, inUse());
        assertEquals(3 * Arena.PAGE_BYTES, Usage.cached(Tls.heap()));
    }

    @Test
    void theSystemTellsWhatIsInMemory() {
        long range = Os.map(64 * 4096);
        assertEquals(0, Os.residentBytes(range, 64 * 4096));
        Memory.putLong(range, 1);
        Memory.putLong(range + 5 * 4096, 1);
        assertEquals(2 * 4096, Os.residentBytes(range, 64 * 4096));
        Os.purge(range, 4096);
        assertEquals(4096, Os.residentBytes(range, 64 * 4096));
        Os.unmap(range, 64 * 4096);
    }
}
