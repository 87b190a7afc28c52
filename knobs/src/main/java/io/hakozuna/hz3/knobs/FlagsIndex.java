package io.hakozuna.hz3.knobs;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The generated page {@code docs/BUILD_FLAGS_INDEX.md}: every knob and every lane in a table. */
final class FlagsIndex {
    private static final String HEAD = """
        # Build flags

        Generated from the declarations in `knobs/` and the files in `lanes/` by `make flags_index`; do not edit.

        A flag is set for one build of a lane with `make all_ldpreload_scale HZ3_DEFS_EXTRA=-DHZ3_X=1`, for good in a file of its own
        in `lanes/`, and in the library with its system property, over the lane chosen by `-Dhz3.lane=NAME`. Flags with "yes" for the
        environment can also be set for one run of a program, by an environment variable of their name. Values are whole numbers,
        decimal or `0x...`, with K, M, G or T (powers of 1024) where that is handier. The last column says what another value than the
        default's does to the lane `scale`, by `scripts/measure_knobs.sh`: instructions of an operation of some rows of the bench, and peak
        resident sizes, where they change. Knobs without a figure there have their effect in their meaning, or in the lanes that set them
        ([LANES.md](LANES.md)).

        ## Flags

        """;

    private final Lanes lanes;
    private final Map<String, Map<Knob, Long>> valuesByLane;
    private final List<String> effects;

    private FlagsIndex(Lanes lanes, List<String> effects) {
        this.lanes = lanes;
        this.effects = effects;
        this.valuesByLane = lanes.names().stream().collect(Collectors.toMap(name -> name, name -> lanes.values(name, List.of())));
    }

    /** The effects are lines {@code HZ3_X=VALUE effect}, with a tab between, as measured. */
    static String of(KnobTable table, Lanes lanes, List<String> effects) {
        FlagsIndex index = new FlagsIndex(lanes, effects);
        StringBuilder page = new StringBuilder(HEAD);
        row(page, "flag", "environment", "system property", "kind", "range", "default", "lanes", "not together with", "meaning", "effect measured");
        row(page, "---", "---", "---", "---", "---", "---", "---", "---", "---", "---");
        table.knobs().forEach(knob -> row(page, "`" + knob.name() + "`", knob.adjustable() ? "yes" : "-",
            "`" + knob.property() + "`", knob.kind().name().toLowerCase(), knob.range(), Amount.text(knob.kind(), knob.standard()), index.lanesOf(knob), exclusions(knob), knob.meaning(),
            index.effectsOf(knob)));
        page.append("\n## Lanes\n\n");
        row(page, "lane", "make target", "parent", "for whom");
        row(page, "---", "---", "---", "---");
        lanes.names().stream().map(lanes::lane).forEach(lane -> row(page, "`" + lane.name() + "`",
            "`all_ldpreload_" + lane.name() + "`", lane.parent().orElse("-"), lane.purpose()));
        return page.toString();
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String exclusions(Knob knob) {
        return orDash(knob.excludes().stream().map(other -> "`" + other.name() + "`").sorted().collect(Collectors.joining(", ")));
    }

    /** The lanes that differ from the default, each with its value. */
    private String lanesOf(Knob knob) {
        return orDash(lanes.names().stream().filter(lane -> valuesByLane.get(lane).get(knob) != knob.standard())
            .map(lane -> lane + ": " + Amount.text(knob.kind(), valuesByLane.get(lane).get(knob))).collect(Collectors.joining(", ")));
    }

    /** Each measured value of the knob, with what it did. */
    private String effectsOf(Knob knob) {
        return orDash(effects.stream().filter(line -> line.startsWith(knob.name() + "="))
            .map(line -> line.substring(knob.name().length() + 1).replace("\t", ": ")).collect(Collectors.joining(". ")));
    }

    private static String orDash(String cell) {
        return cell.isEmpty() ? "-" : cell;
    }
}
