package io.hakozuna.hz3.knobs;

import java.util.List;

/**
 * The generated C header {@code hz3_knobs.h}: a default for each knob that the compiler's command line does not define, a check of
 * each value, and an inline accessor that the native back end imports. Knobs that the environment may set are variables, in a table; of
 * the others there is a list of names.
 */
final class CHeader {
    private final StringBuilder text = new StringBuilder("""
        /* Generated from the declarations in io.hakozuna.hz3.knobs.Knob; do not edit. */
        #ifndef HZ3_KNOBS_H
        #define HZ3_KNOBS_H
        #include <stdint.h>
        """);

    private CHeader() {
    }

    static String of(KnobTable table) {
        CHeader header = new CHeader();
        table.knobs().forEach(header::knob);
        header.adjustable(table.knobs().stream().filter(Knob::adjustable).toList());
        header.others(table.knobs().stream().filter(knob -> !knob.adjustable()).toList());
        return header.text + "\n#endif\n";
    }

    private void knob(Knob knob) {
        String name = knob.name();
        text.append("\n#ifndef %1$s\n#define %1$s %2$d\n#endif\n".formatted(name, knob.standard()));
        refuse(knob.values().refusal(name), name + " must be " + knob.range());
        knob.excludes().forEach(other ->
            refuse(name + " && " + other.name(), name + " = 1 and " + other.name() + " = 1 exclude each other: " + knob.meaning()));
        String value = name;
        if (knob.adjustable()) {
            value = variable(knob);
            text.append("static int64_t %s = %s;\n".formatted(value, name));
        }
        text.append("static inline %1$s %2$s(void) { return (%1$s) %3$s; }\n".formatted(knob.kind().cType(), knob.cAccessor(), value));
    }

    private static String variable(Knob knob) {
        return knob.cAccessor() + "_value";
    }

    private void adjustable(List<Knob> knobs) {
        text.append("\nstatic const struct hz3_adjustable {\n    const char *name;\n    int64_t *value, minimum, maximum;\n")
            .append("    const char *range;\n} hz3_adjustable[] = {\n");
        knobs.forEach(knob -> text.append("    {\"%s\", &%s, %d, %d, \"%s\"},\n".formatted(knob.name(), variable(knob), knob.values().minimum(),
            knob.values().maximum(), knob.howToWrite())));
        text.append("    {0, 0, 0, 0, 0},\n};\n");
    }

    /** The names of the knobs that a build alone sets. */
    private void others(List<Knob> knobs) {
        text.append("\nstatic const char *const hz3_build_knobs[] = {\n");
        knobs.forEach(knob -> text.append("    \"%s\",\n".formatted(knob.name())));
        text.append("    0,\n};\n");
    }

    private void refuse(String condition, String message) {
        text.append("#if ").append(condition).append("\n#error \"").append(message).append("\"\n#endif\n");
    }
}
