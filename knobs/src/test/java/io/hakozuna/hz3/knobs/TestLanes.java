package io.hakozuna.hz3.knobs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Knobs and lanes of the tests' own, so that the rules are tested and not today's declarations. */
final class TestLanes implements LaneSource {
    static final Knob SIZE = new Knob("HZ3_SIZE", Kind.BYTES, Values.powersOfTwo(4096, 1L << 40), 65536, "a size", Set.of());
    static final Knob COUNT = new Knob("HZ3_COUNT", Kind.COUNT, Values.range(1, 64), 8, "a count", Set.of(), true);
    static final Knob QUICK = new Knob("HZ3_QUICK", Kind.FLAG, Values.FLAG, 0, "a shortcut", Set.of());
    static final Knob CHECK = new Knob("HZ3_CHECK", Kind.FLAG, Values.FLAG, 0, "a check", Set.of(QUICK));
    static final Knob CHOICE = new Knob("HZ3_CHOICE", Kind.COUNT, Values.only(0L, 2L, 6L), 0, "a choice", Set.of());
    static final KnobTable TABLE = new KnobTable(List.of(SIZE, COUNT, QUICK, CHECK, CHOICE));

    private final Map<String, String> texts = new TreeMap<>(Map.of("scale", "# the default\n"));

    TestLanes with(String name, String... lines) {
        texts.put(name, String.join("\n", lines));
        return this;
    }

    Map<Knob, Long> values(String lane, Setting... extra) {
        return new Lanes(this, TABLE).values(lane, List.of(extra));
    }

    @Override
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    @Override
    public List<String> names() {
        return List.copyOf(texts.keySet());
    }
}
