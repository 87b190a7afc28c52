package io.hakozuna.hz3.knobs;

/** What a knob's number counts, which also settles its type: {@code int} for a flag or a count, {@code long} for bytes and times. */
public enum Kind {
    /** 0 (off) or 1 (on). */
    FLAG("int32_t", ""),
    /** A number of things. */
    COUNT("int32_t", ""),
    /** A number of bytes. */
    BYTES("int64_t", ", like 64M"),
    /** A time in milliseconds. */
    MILLISECONDS("int64_t", ", like 500");

    private final String cType;
    private final String example;

    Kind(String cType, String example) {
        this.cType = cType;
        this.example = example;
    }

    /** How a value is written, to be put behind the values it may have. */
    String example() {
        return example;
    }

    /** The type of the knob's accessor in C. */
    String cType() {
        return cType;
    }

    /** The type of the knob's accessor in Java. */
    public Class<?> javaType() {
        return cType.equals("int32_t") ? int.class : long.class;
    }
}
