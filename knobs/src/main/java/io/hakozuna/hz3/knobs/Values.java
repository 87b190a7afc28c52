package io.hakozuna.hz3.knobs;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The numbers that a knob takes.
 *
 * @param minimum    the lowest, at least 0
 * @param maximum    the highest
 * @param powerOfTwo whether only powers of two are taken
 * @param only       where not empty: the numbers from minimum to maximum that are taken, in order
 */
record Values(long minimum, long maximum, boolean powerOfTwo, List<Long> only) {
    /** 0 or 1. */
    static final Values FLAG = range(0, 1);

    /** Refuses what no number would satisfy. */
    Values {
        only = List.copyOf(only);
        if (minimum < 0 || maximum < minimum) {
            throw new IllegalArgumentException("no range: " + minimum + " to " + maximum);
        }
    }

    static Values range(long minimum, long maximum) {
        return new Values(minimum, maximum, false, List.of());
    }

    static Values powersOfTwo(long minimum, long maximum) {
        return new Values(minimum, maximum, true, List.of());
    }

    /** Some numbers, in ascending order. */
    static Values only(Long... numbers) {
        return new Values(numbers[0], numbers[numbers.length - 1], false, List.of(numbers));
    }

    boolean accepts(long value) {
        return value >= minimum && value <= maximum && (!powerOfTwo || Long.bitCount(value) == 1) && (only.isEmpty() || only.contains(value));
    }

    /** For a person: {@code a power of two from 64 MiB to 1 TiB}. */
    String text(Kind kind) {
        if (kind == Kind.FLAG) {
            return "0 or 1";
        }
        if (!only.isEmpty()) {
            return "one of " + only.stream().map(number -> Amount.text(kind, number)).collect(Collectors.joining(", "));
        }
        return (powerOfTwo ? "a power of two from " : "from ") + Amount.text(kind, minimum) + " to " + Amount.text(kind, maximum);
    }

    /** The condition under which the C preprocessor refuses a value. */
    String refusal(String name) {
        String condition = "%1$s < %2$d || %1$s > %3$d".formatted(name, minimum, maximum);
        if (powerOfTwo) {
            condition += " || (%1$s & (%1$s - 1)) != 0".formatted(name);
        }
        if (!only.isEmpty()) {
            condition += only.stream().map(number -> name + " != " + number).collect(Collectors.joining(" && ", " || (", ")"));
        }
        return condition;
    }
}
