package io.hakozuna.hz3.knobs;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A knob's number as text: read from decimal or {@code 0x} digits with an optional K, M, G or T (powers of 1024; also k, KB, KiB), and
 * written.
 */
final class Amount {
    private static final Pattern FORM = Pattern.compile("(?:0[xX](?<hex>[0-9a-fA-F]+)|(?<decimal>[0-9]+))(?:(?<unit>[KMGTkmgt])(?:i?[bB])?)?");
    /** Each letter's index is its power of 1024. */
    private static final String UNITS = " KMGT";

    private Amount() {
    }

    /** The number a text stands for, or nothing where it is no such text or over {@code Long.MAX_VALUE}. */
    static OptionalLong read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        String hex = form.group("hex");
        try {
            long digits = hex != null ? Long.parseLong(hex, 16) : Long.parseLong(form.group("decimal"));
            String unit = form.group("unit");
            return OptionalLong.of(Math.multiplyExact(digits, unit == null ? 1 : 1L << 10 * UNITS.indexOf(unit.toUpperCase(Locale.ROOT))));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** A value for a person: {@code 64 GiB}, {@code 500 ms}, {@code 256}. */
    static String text(Kind kind, long value) {
        return switch (kind) {
            case FLAG, COUNT -> Long.toString(value);
            case MILLISECONDS -> value + " ms";
            case BYTES -> bytes(value);
        };
    }

    private static String bytes(long value) {
        int power = value == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(value) / 10, UNITS.length() - 1);
        return power == 0 ? value + " B" : (value >> 10 * power) + " " + UNITS.charAt(power) + "iB";
    }
}
