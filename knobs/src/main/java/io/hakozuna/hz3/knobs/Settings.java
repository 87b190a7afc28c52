package io.hakozuna.hz3.knobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * The values of the knobs in the library: the lane that the system property {@code hz3.lane} names (default {@code scale}), with the
 * knobs' own properties over it ({@code -Dhz3.arena.size=4G}). They are read once, at the first question. Beside the knobs' numbers,
 * {@code -Dhz3.mem.limit=direct} takes the JVM's limit on direct memory. Unless told otherwise a JVM has the purge thread: it is a process
 * of many threads anyhow; and few of a thread's frees are caught for a tick, since they are what the compiler learns of.
 */
public final class Settings {
    /** What the library has by default where the lanes have something else. */
    static final Map<Knob, Long> OF_THE_LIBRARY = Map.of(Knob.PURGE_THREAD, 1L, Knob.TICK_TRAPS, 256L);

    private static final String LANE = "hz3.lane";
    private static final String QUARANTINE = "hz3.check.quarantine";
    /** Properties that other classes of the library read. */
    private static final List<String> OTHERS = List.of("hz3.check", QUARANTINE, "hz3.stats");
    private static final String DIRECT = "direct";

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
            read = read(ofThisProcess(), new Lanes(new ClassPathLanes(), KnobTable.HZ3), KnobTable.HZ3);
            values = read;
        }
        return read.get(knob);
    }

    /**
     * {@code -Dhz3.check.quarantine}: bytes of freed blocks that are kept to be checked, 16 MiB unless told otherwise. Throws
     * {@link IllegalArgumentException} with one line if it is no number.
     */
    public static long quarantine() {
        return quarantine(System.getProperty(QUARANTINE, "16M"));
    }

    static long quarantine(String text) {
        OptionalLong bytes = Amount.read(text);
        if (bytes.isEmpty()) {
            throw new IllegalArgumentException("-D" + QUARANTINE + "=" + text + " is no number of bytes; give one such as 16M");
        }
        return bytes.getAsLong();
    }

    private static Properties ofThisProcess() {
        Properties properties = new Properties();
        System.getProperties().forEach(properties::put);
        OF_THE_LIBRARY.forEach((knob, value) -> properties.putIfAbsent(knob.property(), value.toString()));
        if (DIRECT.equals(properties.getProperty(Knob.MEM_LIMIT.property()))) {
            properties.setProperty(Knob.MEM_LIMIT.property(), Long.toString(DirectMemory.limit()));
        }
        return properties;
    }

    static Map<Knob, Long> read(Properties properties, Lanes lanes, KnobTable table) {
        Map<String, Knob> byProperty = new LinkedHashMap<>();
        table.knobs().forEach(knob -> byProperty.put(knob.property(), knob));
        List<String> known = new ArrayList<>(byProperty.keySet());
        known.add(LANE);
        known.addAll(OTHERS);
        List<Setting> extra = new ArrayList<>();
        for (String property : properties.stringPropertyNames().stream().filter(name -> name.startsWith("hz3.")).sorted().toList()) {
            if (byProperty.containsKey(property)) {
                extra.add(new Setting(byProperty.get(property).name(), properties.getProperty(property), "-D" + property));
            } else if (!known.contains(property)) {
                Optional<String> meant = Spelling.nearest(property, known, Math.max(2, property.length() / 4))
                    .or(() -> Spelling.withWordsOf(property, known));
                if (meant.isPresent()) {
                    throw new IllegalArgumentException("unknown property -D" + property + "; did you mean " + meant.get() + "?");
                }
            }
        }
        return lanes.values(properties.getProperty(LANE, Lanes.STANDARD), extra);
    }
}
