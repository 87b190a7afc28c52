package io.hakozuna.hz3.knobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final TestLanes lanes = new TestLanes().with("small", "# few threads", "HZ3_COUNT = 2");

    @Test
    void theLaneIsScaleUnlessNamed() {
        assertEquals(8L, read().get(TestLanes.COUNT));
        assertEquals(2L, read("hz3.lane", "small").get(TestLanes.COUNT));
    }

    @Test
    void aKnobsPropertyIsOverTheLane() {
        assertEquals(16L, read("hz3.lane", "small", "hz3.count", "16").get(TestLanes.COUNT));
        assertEquals(1L << 20, read("hz3.size", "1M").get(TestLanes.SIZE));
    }

    @Test
    void badValuesAreRefusedInOneLine() {
        refused("unknown lane smal; did you mean small? the lanes are scale, small", "hz3.lane", "smal");
        refused("HZ3_COUNT = '0' (-Dhz3.count) is not from 1 to 64", "hz3.count", "0");
        refused("unknown property -Dhz3.cuont; did you mean hz3.count?", "hz3.cuont", "1");
        refused("unknown property -Dhz3.chk.quarantine; did you mean hz3.check.quarantine?", "hz3.chk.quarantine", "1");
        refused("unknown property -Dhz3.quarantine; did you mean hz3.check.quarantine?", "hz3.quarantine", "1");
        refused("HZ3_CHECK = 1 and HZ3_QUICK = 1 exclude each other", "hz3.check", "1", "hz3.quick", "1");
    }

    @Test
    void othersPropertiesAreLeftAlone() {
        assertEquals(TestLanes.TABLE.standards(), read("hz3.statistics", "1", "hz4.count", "0", "count", "0"));
    }

    @Test
    void aProcessWithoutPropertiesHasTheDefaults() {
        assertEquals(Map.of(Knob.PURGE_THREAD, 1L, Knob.TICK_TRAPS, 256L), Settings.OF_THE_LIBRARY);
        Knob.all().forEach(knob ->
            assertEquals(Settings.OF_THE_LIBRARY.getOrDefault(knob, knob.standard()), Settings.value(knob), knob.name()));
    }

    @Test
    void theQuarantineIsANumberOfBytes() {
        assertEquals(16 << 20, Settings.quarantine());
        assertEquals(0, Settings.quarantine("0"));
        assertEquals(3 << 20, Settings.quarantine("3M"));
        assertEquals("-Dhz3.check.quarantine=much is no number of bytes; give one such as 16M",
            assertThrows(IllegalArgumentException.class, () -> Settings.quarantine("much")).getMessage());
        refused("unknown property -Dhz3.check.quarantin; did you mean hz3.check.quarantine?", "hz3.check.quarantin", "1M");
    }

    private Map<Knob, Long> read(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.read(properties, new Lanes(lanes, TestLanes.TABLE), TestLanes.TABLE);
    }

    private void refused(String start, String... namesAndValues) {
        String line = assertThrows(IllegalArgumentException.class, () -> read(namesAndValues)).getMessage();
        assertTrue(line.startsWith(start) && line.lines().count() == 1, line);
    }
}
