package io.hakozuna.hz3.knobs;

/**
 * The generated C header {@code hz3_knobs.h}: a default for each knob that the compiler's command line does not define, a check of
 * each value, and an inline accessor that the native back end imports.
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
        return header.text + "\n#endif\n";
    }

    private void knob(Knob knob) {
        String name = knob.name();
        text.append("\n#ifndef %1$s\n#define %1$s %2$d\n#endif\n".formatted(name, knob.standard()));
        refuse("%1$s < %2$d || %1$s > %3$d".formatted(name, knob.minimum(), knob.maximum()), name + " must be " + knob.range());
        if (knob.powerOfTwo()) {
            refuse("(%1$s & (%1$s - 1)) != 0".formatted(name), name + " must be " + knob.range());
        }
        knob.excludes().forEach(other ->
            refuse(name + " && " + other.name(), name + " = 1 and " + other.name() + " = 1 exclude each other"));
        text.append("static inline %s %s(void) { return %s; }\n".formatted(knob.kind().cType(), knob.cAccessor(), name));
    }

    private void refuse(String condition, String message) {
        text.append("#if ").append(condition).append("\n#error \"").append(message).append("\"\n#endif\n");
    }
}
