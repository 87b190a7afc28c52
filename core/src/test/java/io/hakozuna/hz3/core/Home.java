package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hakozuna.hz3.sys.Tls;

/** The test that nothing is lost: after all is freed, as many pages of the arena are in use as before. The figure is exact. */
final class Home {
    private final long inUse;

    private Home(long inUse) {
        this.inUse = inUse;
    }

    /** What is in use now that the calling thread has a heap and nothing in its caches. */
    static Home before() {
        Allocator.free(Allocator.allocate(1, Tls.heap()), Tls.heap());
        Lifecycle.trim(Tls.heap());
        return new Home(Statistics.arenaBytesInUse());
    }

    void assertThatAllIsBack() {
        assertThatAllIsBackBut(0, "");
    }

    void assertThatAllIsBackBut(long bytes, String why) {
        Lifecycle.trim(Tls.heap());
        assertEquals(inUse + bytes, Statistics.arenaBytesInUse(), why);
    }

    /** Bytes of the arena that have come into use since. */
    long growth() {
        return Statistics.arenaBytesInUse() - inUse;
    }
}
