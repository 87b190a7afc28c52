package io.hakozuna.hz3.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final Map<Long, Long> FEW_CLASSES = Map.of(16L, 50L, 64L, 50L);
    private static final Map<Long, Long> MANY_CLASSES = Map.ofEntries(Map.entry(16L, 10L), Map.entry(32L, 10L), Map.entry(48L, 10L),
        Map.entry(64L, 10L), Map.entry(80L, 10L), Map.entry(96L, 10L), Map.entry(112L, 10L), Map.entry(128L, 5L), Map.entry(144L, 5L),
        Map.entry(160L, 5L), Map.entry(176L, 5L), Map.entry(192L, 5L), Map.entry(208L, 5L));

    private static Load load(long threads, double remote, Map<Long, Long> classes) {
        return new Load(threads, 100, remote, classes, 0.9, 0);
    }

    @Test
    void readsTheCounts() {
        Load load = Load.of(Report.sum(Reports.parse("""
            [HZ3_COUNT] blocks=200 bytes=9000 own_frees=150 others_frees=50 threads=3
            [HZ3_CLASSES] 16=100 65536=60 0=40
            [HZ3_LIVES] 4096=6 4194304=2 until_the_end=2
            """)));
        assertEquals(new Load(3, 200, 0.25, Map.of(16L, 100L, 65536L, 60L, 0L, 40L), 0.6, 0.2), load);
        assertEquals(0.3, load.between(65536, 983_040));
        assertEquals(0.2, load.large());
        assertThrows(IllegalArgumentException.class, () -> Load.of(Report.sum(Reports.parse("[HZ3_ARENA] reserved=1\n"))));
    }

    @Test
    void choosesALaneByThreadsRemoteShareAndClasses() {
        assertEquals("scale", Advice.of(load(4, 0.1, FEW_CLASSES)).lane());
        assertEquals("scale_r50", Advice.of(load(4, 0.5, MANY_CLASSES)).lane());
        assertEquals("scale_r50_s97_1", Advice.of(load(4, 0.5, FEW_CLASSES)).lane());
        assertEquals("scale_r90", Advice.of(load(4, 0.9, MANY_CLASSES)).lane());
        assertEquals("scale_r90_pf2_s97_2", Advice.of(load(4, 0.9, FEW_CLASSES)).lane());
        assertEquals("scale_r90_pf2_s97_2", Advice.of(load(32, 0.9, FEW_CLASSES)).lane());
        assertEquals("scale_tolerant", Advice.of(load(1000, 0.9, FEW_CLASSES)).lane());
    }

    @Test
    void setsKnobsForLargeBlocks() {
        assertEquals(List.of(), Advice.of(load(1, 0, FEW_CLASSES)).knobs());
        Advice advice = Advice.of(load(1, 0, Map.of(16L, 50L, 131072L, 25L, 0L, 25L)));
        assertEquals(List.of("-DHZ3_RUN_CACHE_BYTES=8388608", "-DHZ3_DIRECT_CACHE_BYTES=268435456"), advice.knobs());
        assertTrue(advice.lines("sort big").getLast().endsWith("&& ./hz3 run --lane scale -- sort big"), advice.lines("sort big").getLast());
    }
}
