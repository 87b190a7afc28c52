package io.hakozuna.hz3.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PairedTest {
    private static Paired paired(double[] subject, double[] peer) {
        return Paired.of(Samples.join(Samples.of("hz3", subject), Samples.of("peer", peer)), "hz3", "peer");
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        Paired paired = paired(new double[] {20, 400, 30}, new double[] {10, 100, 10});
        assertEquals(new Paired(3, 3.0, 2.0, 4.0), paired);
        assertEquals(Paired.Verdict.FASTER, paired.verdict());
    }

    @Test
    void aRoundWithAnInvalidRunDoesNotCount() {
        assertEquals(new Paired(2, 1.5, 1.0, 2.0), paired(new double[] {20, 0, 10, 50}, new double[] {10, 10, 10, 0}));
    }

    @Test
    void noCommonRoundGivesNoPairs() {
        assertEquals(0, paired(new double[] {0, 10}, new double[] {10, 0}).pairs());
    }

    @Test
    void aSpreadThatContainsOneIsEven() {
        assertEquals(Paired.Verdict.EVEN, new Paired(5, 1.2, 0.99, 1.3).verdict());
        assertEquals(Paired.Verdict.EVEN, new Paired(5, 1.2, 1.0, 1.3).verdict());
        assertEquals(Paired.Verdict.SLOWER, new Paired(5, 0.7, 0.65, 0.8).verdict());
    }

    @Test
    void aSpreadWiderThanTheDifferenceIsEven() {
        assertEquals(Paired.Verdict.EVEN, new Paired(5, 1.1, 1.02, 1.2).verdict());
        assertEquals(Paired.Verdict.FASTER, new Paired(5, 1.2, 1.1, 1.25).verdict());
        assertEquals(Paired.Verdict.FASTER, new Paired(5, 2.67, 2.56, 5.71).verdict(), "a factor of 2.2 is less than one of 2.67");
        assertEquals(Paired.Verdict.SLOWER, new Paired(5, 0.37, 0.2, 0.4).verdict());
        assertEquals(Paired.Verdict.EVEN, new Paired(5, 0.95, 0.9, 0.99).verdict());
    }

    @Test
    void withManyPairsTheSpreadLeavesOutliersOut() {
        assertEquals(0, Paired.dropped(1));
        assertEquals(0, Paired.dropped(7));
        assertEquals(1, Paired.dropped(8), "1 - 2 * 9 / 256 is above 0.9");
        assertEquals(1, Paired.dropped(10));
        assertEquals(2, Paired.dropped(11));
        assertEquals(5, Paired.dropped(20));
        assertEquals(new Paired(8, 4.5, 2, 7), Paired.of(new double[] {8, 1, 2, 3, 4, 5, 6, 7}));
    }

    @Test
    void fewPairsAllowNoVerdict() {
        assertEquals(Paired.Verdict.UNSURE, new Paired(2, 2.0, 2.0, 2.0).verdict());
    }

    @Test
    void medianOfEvenAndEmptyCounts() {
        assertEquals(2.5, Median.of(DoubleStream.of(4, 1, 3, 2)));
        assertEquals(0, Median.of(DoubleStream.empty()));
    }
}
