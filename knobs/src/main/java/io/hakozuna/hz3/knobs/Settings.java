package io.hakozuna.hz3.knobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The values of the knobs in the library: the lane that the system property {@code hz3.lane} names (default {@code scale}), with the
 * knobs' own properties over it ({@code -Dhz3.arena.size=4G}). They are read once, at the first question.
 */
public final class Settings {
    private static final String LANE = "hz3.lane";

    private static volatile Map<Knob, Long> values;

    private Settings() {
    }

    /**
     * The knob's value in this process. Throws {@link IllegalArgumentException} with one line that says what is wrong and how to mend
     * it if a property names no lane, is out of a knob's range, or is a knob's property misspelt.
     */
    public static long value(Knob knob) {
        Map<Knob, Long> read = values;
        if (read == null) {
            read = read(System.getProperties(), new Lanes(new ClassPathLanes(), KnobTable.HZ3), KnobTable.HZ3);
            values = read;
        }
        return read.get(knob);
    }

    static Map<Knob, Long> read(Properties properties, Lanes lanes, KnobTable table) {
        Map<String, Knob> byProperty = new LinkedHashMap<>();
        table.knobs().forEach(knob -> byProperty.put(knob.property(), knob));
        List<String> known = new ArrayList<>(byProperty.keySet());
        known.add(LANE);
        List<Setting> extra = new ArrayList<>();
        for (String property : properties.stringPropertyNames().stream().filter(name -> name.startsWith("hz3.")).sorted().toList()) {
            if (byProperty.containsKey(property)) {
                extra.add(new Setting(byProperty.get(property).name(), properties.getProperty(property), "-D" + property));
            } else if (!property.equals(LANE) && Spelling.nearest(property, known, 2).isPresent()) {
                throw new IllegalArgumentException("unknown property -D" + property + Spelling.hint(property, known));
            }
        }
        return lanes.values(properties.getProperty(LANE, Lanes.STANDARD), extra);
    }
}
