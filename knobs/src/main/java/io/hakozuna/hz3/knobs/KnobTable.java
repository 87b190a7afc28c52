package io.hakozuna.hz3.knobs;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A set of knobs that lanes may set: looks names up and refuses bad values, each with one line that says how to mend it. */
final class KnobTable {
    /** The knobs of hz3. */
    static final KnobTable HZ3 = new KnobTable(Knob.all());

    private final Map<String, Knob> byName = new LinkedHashMap<>();

    KnobTable(List<Knob> knobs) {
        knobs.forEach(knob -> byName.put(knob.name(), knob));
    }

    Collection<Knob> knobs() {
        return byName.values();
    }

    /** Every knob at its default. */
    Map<Knob, Long> standards() {
        Map<Knob, Long> values = new LinkedHashMap<>();
        knobs().forEach(knob -> values.put(knob, knob.standard()));
        return values;
    }

    /** Puts a setting's value in place of the one before; throws {@link IllegalArgumentException} for a knob or value that is not. */
    void apply(Setting setting, Map<Knob, Long> values) {
        Knob knob = byName.get(setting.knob());
        if (knob == null) {
            throw new IllegalArgumentException("unknown knob " + setting.knob() + " (" + setting.origin() + ")"
                + Spelling.hint(setting.knob(), byName.keySet()) + " all knobs stand in docs/BUILD_FLAGS_INDEX.md");
        }
        OptionalLong value = Amount.read(setting.text());
        if (value.isEmpty() || !knob.accepts(value.getAsLong())) {
            throw new IllegalArgumentException(knob.name() + " = '" + setting.text() + "' (" + setting.origin() + ") is not "
                + knob.range() + "; give such a number, decimal or 0x..., with K, M, G or T if you like");
        }
        values.put(knob, value.getAsLong());
    }

    /** Refuses values in which two flags are 1 of which one excludes the other. */
    void checkExclusions(Map<Knob, Long> values) {
        for (Knob knob : knobs()) {
            for (Knob other : knob.excludes()) {
                if (values.get(knob) == 1 && values.get(other) == 1) {
                    throw new IllegalArgumentException(knob.name() + " = 1 and " + other.name()
                        + " = 1 exclude each other; set one of them to 0 (" + knob.name() + ": " + knob.meaning() + ")");
                }
            }
        }
    }
}
