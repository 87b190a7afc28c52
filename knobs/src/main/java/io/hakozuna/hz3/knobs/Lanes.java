package io.hakozuna.hz3.knobs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lanes of one source over one set of knobs: reads a lane, follows its parents and works out every knob's value. */
final class Lanes {
    /** The lane of those who name none. */
    static final String STANDARD = "scale";

    private final LaneSource source;
    private final KnobTable table;

    Lanes(LaneSource source, KnobTable table) {
        this.source = source;
        this.table = table;
    }

    List<String> names() {
        return source.names();
    }

    Lane lane(String name) {
        return lane(name, "");
    }

    private Lane lane(String name, String origin) {
        String text = source.text(name).orElseThrow(() -> new IllegalArgumentException("unknown lane " + name + origin
            + Spelling.hint(name, names()) + " the lanes are " + String.join(", ", names())));
        return Lane.parse(name, text);
    }

    /**
     * The value of every knob under a lane: the defaults, then the lane's forebears from the eldest on, the lane, and last the extra
     * settings. Throws {@link IllegalArgumentException} with one line that says what is wrong and how to mend it.
     */
    Map<Knob, Long> values(String name, List<Setting> extra) {
        Map<Knob, Long> values = table.standards();
        lineage(name).forEach(lane -> lane.settings().forEach(setting -> table.apply(setting, values)));
        extra.forEach(setting -> table.apply(setting, values));
        table.checkExclusions(values);
        return values;
    }

    /** The lane with its forebears, the eldest first. */
    private Deque<Lane> lineage(String name) {
        Deque<Lane> lineage = new ArrayDeque<>();
        Set<String> seen = new LinkedHashSet<>();
        Optional<String> next = Optional.of(name);
        String origin = "";
        while (next.isPresent()) {
            if (!seen.add(next.get())) {
                throw new IllegalArgumentException("the parents of lane " + name + " go in a circle: " + String.join(" -> ", seen) + " -> "
                    + next.get() + "; take one 'parent =' line out");
            }
            Lane lane = lane(next.get(), origin);
            lineage.addFirst(lane);
            next = lane.parent();
            origin = " (the parent in lanes/" + lane.name() + ".lane)";
        }
        return lineage;
    }
}
