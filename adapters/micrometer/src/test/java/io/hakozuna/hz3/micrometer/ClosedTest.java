package io.hakozuna.hz3.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.MemoryUse;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: afterwards there is no hz3 any more. */
class ClosedTest {
    @Test
    void gaugesOutliveHz3() {
        Gauges gauges = new Gauges();
        Hz3.allocate(1_000_000);
        assertTrue(gauges.look().inUse() >= 1_000_000);
        Hz3.close();
        assertEquals(new MemoryUse(0, 0, 0, 0, 1L << 30), gauges.look());
    }
}
