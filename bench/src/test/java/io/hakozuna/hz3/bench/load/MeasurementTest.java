package io.hakozuna.hz3.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.result.Latency;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final String RESULT =
        "[ALLOCATOR] malloc=/x.so\n[RESULT] ops=10 seconds=0.500000 ops_per_s=20 peak_rss_kib=3000 rss_kib=2000\n";

    private static Measurement measurement(int exit, String out, String err) {
        return Measurement.of(new Program.Output(exit, out, err), List.of(1, 2));
    }

    @Test
    void readsTheResultLine() {
        assertEquals(Measurement.plain(20, 3000, 2000, List.of(1, 2)), measurement(0, RESULT, ""));
    }

    @Test
    void fewFallbacksAreValidAndTheRealShareIsKept() {
        Measurement measured = measurement(0, "[EFFECTIVE_REMOTE] target=90.00 actual=89.95 fallback_rate=0.0500\n" + RESULT, "");
        assertNull(measured.problem());
        assertEquals(0.05, measured.fallbackPercent());
        assertEquals(89.95, measured.remotePercent());
    }

    @Test
    void manyFallbacksAreInvalidButNoFailure() {
        Measurement measured = measurement(0, "[EFFECTIVE_REMOTE] target=90.00 actual=84.15 fallback_rate=5.8243\n" + RESULT, "");
        assertEquals("invalid: fallback 5.8 %", measured.problem());
        assertEquals(20, measured.opsPerSecond());
    }

    @Test
    void latenciesAreReadOfBothKindsOfCalls() {
        Measurement measured = measurement(0, "[LATENCY] malloc p50=20.6 p99=41 p99.9=166.2 p99.99=1232.4 worst=8581459\n"
            + "[LATENCY] free p50=1 p99=2 p99.9=3 p99.99=4 worst=5\n" + RESULT, "");
        assertEquals(new Latency(new Latency.Calls(20.6, 41, 166.2, 1232.4, 8581459), new Latency.Calls(1, 2, 3, 4, 5)), measured.latency());
    }

    @Test
    void aCrashATimeOutAndSilenceAreFailures() {
        assertEquals("failed: signal 11", measurement(139, RESULT, "").problem());
        assertEquals("failed: exit 1, out of memory", measurement(1, "", "out of memory\nmore").problem());
        assertEquals("failed: out of time", measurement(-1, "", "").problem());
        assertEquals("failed: exit 0", measurement(0, "", "").problem());
        assertEquals(0, measurement(0, "", "").opsPerSecond());
    }
}
