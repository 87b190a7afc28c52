package io.hakozuna.hz3.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MappingsTest {
    private static final long BASE = 1L << 40;
    private static final int PAGES = 300;

    /** Against a bit a page: what is taken out may be a part of a range, or reach over several. */
    @Test
    void whatIsTakenOutIsOutAndAllElseStays() {
        Map<Long, Long> others = Mappings.snapshot();
        SplittableRandom random = new SplittableRandom(1);
        BitSet model = new BitSet();
        for (int step = 0; step < 20_000; step++) {
            int from = random.nextInt(PAGES);
            int to = Math.min(PAGES, from + 1 + random.nextInt(20));
            int used = model.nextSetBit(from);
            if (used < 0 || used >= to) {
                model.set(from, to);
                Mappings.add(BASE + from, to - from);
            } else {
                model.clear(from, to);
                Mappings.remove(BASE + from, to - from);
            }
            assertEquals(model.cardinality(), ours(others).values().stream().mapToLong(Long::longValue).sum(), "step " + step);
        }
        BitSet told = new BitSet();
        ours(others).forEach((address, bytes) -> told.set((int) (address - BASE), (int) (address - BASE + bytes)));
        assertEquals(model, told);
        Mappings.remove(BASE, PAGES);
        assertEquals(others, Mappings.snapshot());
    }

    private static Map<Long, Long> ours(Map<Long, Long> others) {
        Map<Long, Long> ours = new TreeMap<>(Mappings.snapshot());
        ours.keySet().removeAll(others.keySet());
        return ours;
    }
}
