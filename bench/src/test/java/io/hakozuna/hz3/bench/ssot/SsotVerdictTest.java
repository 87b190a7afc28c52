package io.hakozuna.hz3.bench.ssot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.run.Abba;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SsotVerdictTest {
    private static final Abba.Outcome EVEN = outcome(1.0, 1);

    private static Abba.Outcome outcome(double median, double peak) {
        return new Abba.Outcome(new Paired(20, median, median - 0.002, median + 0.002), peak);
    }

    private static SsotVerdict verdict(Abba.Outcome small, Abba.Outcome mixed, Abba.Outcome distApp) {
        return SsotVerdict.of(Map.of("small", small, "mixed", mixed, "dist_app", distApp));
    }

    @Test
    void aWinOnADecidingCaseIsGo() {
        SsotVerdict verdict = verdict(EVEN, outcome(1.03, 1), EVEN);
        assertTrue(verdict.go());
        assertEquals("GO: faster on mixed +3.0 %", verdict.text());
    }

    @Test
    void aWinElsewhereDecidesNothing() {
        assertEquals("NO-GO: even; neither mixed nor dist_app wins 1 %", verdict(outcome(1.2, 1), EVEN, EVEN).text());
    }

    @Test
    void aLossOutweighsAWin() {
        assertEquals("NO-GO: slower on dist_app -1.5 %", verdict(EVEN, outcome(1.05, 1), outcome(0.985, 1)).text());
        assertEquals("NO-GO: slower on small -3.0 %", verdict(outcome(0.97, 1), outcome(1.05, 1), EVEN).text());
        assertTrue(verdict(outcome(0.985, 1), outcome(1.05, 1), EVEN).go(), "less than 2 % of a case that does not decide");
    }

    @Test
    void whatChanceCouldDoIsNoWin() {
        Abba.Outcome noisy = new Abba.Outcome(new Paired(20, 1.05, 0.9, 1.2), 1);
        assertFalse(verdict(EVEN, noisy, EVEN).go());
    }

    @Test
    void aSpeedUpThatCostsMemoryIsNamedAsSuch() {
        assertEquals("GO: faster on mixed +5.0 %; it costs memory: peak on mixed +12.0 %",
            verdict(EVEN, outcome(1.05, 1.12), EVEN).text());
    }

    @Test
    void withoutValidPairsThereIsNoGo() {
        assertEquals("NO-GO: too few valid pairs on mixed",
            verdict(EVEN, new Abba.Outcome(new Paired(2, 2, 2, 2), 1), EVEN).text());
    }
}
