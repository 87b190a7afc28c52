package io.hakozuna.hz3.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void theBarTellsHowFarAndHowLong() {
        assertEquals("[------------------------] 0 %  small hz3", Progress.line(0, 10, Duration.ZERO, "small hz3"));
        assertEquals("[############------------] 50 %  small hz3  1:05 left", Progress.line(5, 10, Duration.ofSeconds(65), "small hz3"));
        assertEquals("[########################] 120 %  x  0:00 left", Progress.line(12, 10, Duration.ofSeconds(0), "x"));
    }
}
