package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.result.Samples;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of a made-up result whose subject is hz3 and whose one build with another value is the peer. */
class KnobEffectsTest {
    private static List<Sample> peaks(String allocator, long... kib) {
        return IntStream.range(0, kib.length).mapToObj(i -> new Sample(i + 1, allocator, 1e6, kib[i], 1024, 0, 0, null, null)).toList();
    }

    private static String effect(String row, List<Sample> samples, OperationCount... counts) {
        BenchResult made = Samples.result();
        BenchResult result = BenchResult.begin(made.command(), made.machine(), made.allocators(), 3, true)
            .with(Samples.row(row, made.allocators(), samples).with(List.of(counts)));
        return KnobEffects.of(result);
    }

    private static String instructions(String row, double before, double after) {
        return effect(row, Samples.join(peaks("hz3", 2048), peaks("peer", 2048)), OperationCount.of("hz3", before, 0),
            OperationCount.of("peer", after, 0));
    }

    private static String peaks(List<Sample> before, List<Sample> after) {
        return effect("mixed", Samples.join(before, after));
    }

    @Test
    void threeHundredthsOfTheInstructionsAreNoEffect() {
        assertEquals("peer\tthe same on mixed\n", instructions("mixed", 100, 102.9));
        assertEquals("peer\tmixed 100.0 to 103.1 instructions\n", instructions("mixed", 100, 103.1));
        assertEquals("peer\tmixed 100.0 to 96.9 instructions\n", instructions("mixed", 100, 96.9));
    }

    @Test
    void threadsMeetInOtherWaysEachTime() {
        assertEquals("peer\tthe same on mt2_r90\n", instructions("mt2_r90", 100, 124));
        assertEquals("peer\tmt2_r90 100.0 to 126.0 instructions\n", instructions("mt2_r90", 100, 126));
    }

    @Test
    void whatCouldNotBeCountedIsNoEffect() {
        assertEquals("peer\tthe same on mixed\n", effect("mixed", Samples.join(peaks("hz3", 2048), peaks("peer", 2048)),
            OperationCount.of("hz3", 100, 0), OperationCount.failed("peer", "no valgrind")));
    }

    @Test
    void aPeakCountsWhereNoRunOverlaps() {
        assertEquals("peer\tmixed 10.0 to 20.0 MiB at the peak\n", peaks(peaks("hz3", 10240, 10240, 11000), peaks("peer", 20480, 20480, 11001)));
        assertEquals("peer\tthe same on mixed\n", peaks(peaks("hz3", 10240, 10240, 11001), peaks("peer", 20480, 20480, 11001)));
        assertEquals("peer\tmixed 20.0 to 10.0 MiB at the peak\n", peaks(peaks("hz3", 20480, 20480), peaks("peer", 10240, 10240)));
    }

    @Test
    void aPeakCountsFromATenthAndAMebibyteOn() {
        assertEquals("peer\tthe same on mixed\n", peaks(peaks("hz3", 1024), peaks("peer", 2047)));
        assertEquals("peer\tmixed 1.0 to 2.0 MiB at the peak\n", peaks(peaks("hz3", 1024), peaks("peer", 2048)));
        assertEquals("peer\tthe same on mixed\n", peaks(peaks("hz3", 102400), peaks("peer", 112640)));
    }
}
