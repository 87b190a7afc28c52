package io.hakozuna.hz3.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedTest {
    private static final int TRIALS = 20_000;
    /** One in a hundred, and what chance adds in so many trials. */
    private static final double LIMIT = 0.0125;

    private static Paired paired(double[] subject, double[] peer) {
        return Paired.of(Samples.join(Samples.of("hz3", subject), Samples.of("peer", peer)), "hz3", "peer");
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        Paired paired = paired(new double[] {20, 410, 30, 61}, new double[] {10, 200, 15, 30});
        assertEquals(4, paired.pairs());
        assertEquals(2.017, paired.median(), 0.001);
        assertEquals(Paired.Verdict.FASTER, paired.verdict());
    }

    @Test
    void theSpreadIsStudentsOfTheLogarithms() {
        Paired paired = Paired.of(new double[] {1, 2, 4});
        double half = 9.925 * Math.log(2) / Math.sqrt(3);
        assertEquals(2, paired.median());
        assertEquals(2 * Math.exp(-half), paired.min(), 1e-6);
        assertEquals(2 * Math.exp(half), paired.max(), 1e-3);
        Paired inverse = Paired.of(new double[] {1, 0.5, 0.25});
        assertEquals(1 / paired.max(), inverse.min(), 1e-6);
    }

    @Test
    void theSpreadContainsTheMedianAndEndsAtAThousand() {
        Paired skewed = Paired.of(DoubleStream.concat(DoubleStream.generate(() -> 1).limit(30), DoubleStream.generate(() -> 1.1).limit(29))
            .toArray());
        assertTrue(skewed.min() <= skewed.median() && skewed.median() <= skewed.max(), skewed::toString);
        assertEquals(1000, Paired.of(new double[] {0.5, 2}).max(), 1e-6);
        assertEquals(0.001, Paired.of(new double[] {0.5, 2}).min(), 1e-9);
    }

    @Test
    void aRoundWithAnInvalidRunDoesNotCount() {
        Paired paired = paired(new double[] {20, 0, 10, 50}, new double[] {10, 10, 10, 0});
        assertEquals(2, paired.pairs());
        assertEquals(1.5, paired.median());
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
        assertEquals(Paired.Verdict.EVEN, new Paired(5, 1.02, 1.01, 1.2).verdict(), "1.09 to either side");
        assertEquals(Paired.Verdict.FASTER, new Paired(5, 1.1, 1.02, 1.2).verdict());
        assertEquals(Paired.Verdict.SLOWER, new Paired(5, 0.37, 0.2, 0.4).verdict());
        assertEquals(Paired.Verdict.EVEN, new Paired(5, 1 / 1.02, 1 / 1.2, 1 / 1.01).verdict(), "as far to the other side of 1");
    }

    @Test
    void onePairTellsNothing() {
        assertEquals(new Paired(1, 2, 2, 2), Paired.of(new double[] {2}));
        assertEquals(Paired.Verdict.UNSURE, Paired.of(new double[] {2}).verdict());
    }

    /** A build against itself: how often it is called faster or slower, and how often 1 is outside of the spread. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 20})
    void aBuildAgainstItselfIsEven(int rounds) {
        Random random = new Random(rounds);
        assertAlike(rounds, () -> 0.03 * random.nextGaussian());
        assertAlike(rounds, () -> (random.nextInt(10) == 0 ? 0.3 : 0.02) * random.nextGaussian());
    }

    private static void assertAlike(int rounds, DoubleSupplier noise) {
        int verdicts = 0;
        int outside = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Paired paired = Paired.of(DoubleStream.generate(() -> Math.exp(noise.getAsDouble() - noise.getAsDouble())).limit(rounds).toArray());
            verdicts += paired.verdict() == Paired.Verdict.EVEN ? 0 : 1;
            outside += paired.min() > 1 || paired.max() < 1 ? 1 : 0;
        }
        assertTrue(verdicts <= LIMIT * TRIALS, verdicts + " of " + TRIALS + " verdicts are wrong");
        assertTrue(outside <= LIMIT * TRIALS, outside + " of " + TRIALS + " spreads do not contain 1");
    }

    @Test
    void aRealDifferenceIsSeen() {
        Random random = new Random(1);
        int seen = 0;
        for (int trial = 0; trial < 1000; trial++) {
            Paired paired = Paired.of(DoubleStream.generate(() -> 1.5 * Math.exp(0.03 * random.nextGaussian())).limit(5).toArray());
            seen += paired.verdict() == Paired.Verdict.FASTER ? 1 : 0;
        }
        assertTrue(seen > 990, seen + " of 1000");
    }

    @Test
    void studentsFactorsAreThoseOfTheTables() {
        assertEquals(63.657, Student.factor(2), 0.001);
        assertEquals(3.106, Student.factor(12), 0.002);
        assertEquals(2.861, Student.factor(20), 0.001);
        assertEquals(2.678, Student.factor(51), 0.001);
    }

    @Test
    void medianOfEvenAndEmptyCounts() {
        assertEquals(2.5, Median.of(DoubleStream.of(4, 1, 3, 2)));
        assertEquals(0, Median.of(DoubleStream.empty()));
    }
}
