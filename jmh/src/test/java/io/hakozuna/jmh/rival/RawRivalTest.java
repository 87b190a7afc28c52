package io.hakozuna.jmh.rival;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawRivalTest {
    private static final int PAIRS = 20_000;
    /** Far less than an object for each pair; the compiler that runs meanwhile may leave something. */
    private static final long FEW_BYTES = PAIRS;

    @ParameterizedTest
    @ValueSource(strings = {"hz3", "hz3-local"})
    void rawMemoryLeavesNoGarbage(String name) {
        RawRival memory = RawRival.named(name);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        pairs(memory);
        long before = threads.getCurrentThreadAllocatedBytes();
        pairs(memory);
        long garbage = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(garbage < FEW_BYTES, garbage + " bytes");
    }

    private static void pairs(RawRival memory) {
        for (int i = 0; i < PAIRS; i++) {
            memory.free(memory.allocate(8 + i % 5000));
        }
    }

    @Test
    void whatIsNoRivalIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> RawRival.named("hz4"));
        assertThrows(IllegalArgumentException.class, () -> BlockRival.segments("hz4"));
        assertThrows(IllegalArgumentException.class, () -> BlockRival.buffers("netty-hz4"));
        assertThrows(IllegalArgumentException.class, () -> ArenaRival.named("hz4"));
    }

    @Test
    void unsafeIsDecidedOnceInAJvm() {
        BlockRival.buffers("netty-pooled");
        assertThrows(IllegalStateException.class, () -> BlockRival.buffers("netty-pooled-unsafe"));
    }
}
