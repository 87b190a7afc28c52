package io.hakozuna.hz3.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SampleTest {
    private static final String RESULT =
        "[ALLOCATOR] malloc=/x.so\n[RESULT] ops=10 seconds=0.500000 ops_per_s=20 peak_rss_kib=3000 rss_kib=2000\n";

    private static Sample sample(int exit, String out, String err) {
        return Sample.of(4, "hz3", new Program.Output(exit, out, err));
    }

    @Test
    void readsTheResultLine() {
        assertEquals(new Sample(4, "hz3", 20, 3000, 2000, 0, null), sample(0, RESULT, ""));
    }

    @Test
    void fewFallbacksAreValid() {
        Sample sample = sample(0, "[EFFECTIVE_REMOTE] target=90.00 actual=89.95 fallback_rate=0.0500\n" + RESULT, "");
        assertTrue(sample.valid());
        assertEquals(0.05, sample.fallbackPercent());
    }

    @Test
    void manyFallbacksAreInvalidButNoFailure() {
        Sample sample = sample(0, "[EFFECTIVE_REMOTE] target=90.00 actual=84.15 fallback_rate=5.8243\n" + RESULT, "");
        assertEquals("invalid: fallback 5.8 %", sample.problem());
        assertFalse(sample.failed());
    }

    @Test
    void aCrashATimeOutAndSilenceAreFailures() {
        assertEquals("failed: signal 11", sample(139, RESULT, "").problem());
        assertEquals("failed: exit 1, out of memory", sample(1, "", "out of memory\nmore").problem());
        assertEquals("failed: out of time", sample(-1, "", "").problem());
        assertTrue(sample(0, "", "").failed());
    }
}
