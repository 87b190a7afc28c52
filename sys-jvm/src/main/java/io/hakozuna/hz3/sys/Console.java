package io.hakozuna.hz3.sys;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes lines without allocating. The core has no strings: a text is the number of a constant of {@code io.hakozuna.hz3.core.Text},
 * and what is printed is that constant's name in lower case. A line is built up in a buffer by the calls and goes out at once.
 */
public final class Console {
    private static final String[] TEXTS = texts();
    private static final ThreadLocal<StringBuilder> LINE = ThreadLocal.withInitial(StringBuilder::new);

    private Console() {
    }

    private static String[] texts() {
        try {
            List<String> names = new ArrayList<>();
            for (Field field : Class.forName("io.hakozuna.hz3.core.Text").getFields()) {
                names.add(field.getName().toLowerCase(Locale.ROOT));
            }
            return names.toArray(String[]::new);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("the core is not on the class path", e);
        }
    }

    /** Begins the statistics, which go to standard error here. */
    public static void begin() {
    }

    /** Ends the statistics. */
    public static void finish() {
    }

    /** Begins a line of statistics: {@code [HZ3_<BOX>]}. */
    public static void box(int text) {
        LINE.get().append("[HZ3_").append(TEXTS[text].toUpperCase(Locale.ROOT)).append(']');
    }

    /** Adds {@code key=value}. */
    public static void pair(int text, long value) {
        LINE.get().append(' ').append(TEXTS[text]).append('=').append(value);
    }

    /** Adds {@code number=value}. */
    public static void pairOf(long number, long value) {
        LINE.get().append(' ').append(number).append('=').append(value);
    }

    /** Ends the line and writes it. */
    public static void end() {
        System.err.println(LINE.get());
        LINE.get().setLength(0);
    }

    /** Writes one line: that the trace cannot be written to the file of this name, which ends with a zero byte, and why, an errno. */
    public static void traceFails(long name, int error) {
        String file = MemorySegment.ofAddress(name).reinterpret(Integer.MAX_VALUE).getString(0);
        System.err.println("hz3: cannot write the trace " + file + ": error " + error);
    }

    /** Says what is wrong with an address and stops: a corrupted heap must not run on. */
    public static void fatal(int text, long address) {
        throw new IllegalStateException("hz3: " + TEXTS[text].replace('_', ' ') + ": 0x" + Long.toHexString(address));
    }

    /** Says which box found what wrong with a list, for which owner and which class, by its size, at which address, and stops. */
    public static void corrupt(int box, int text, long owner, long size, long address) {
        throw new IllegalStateException("hz3: [HZ3_" + TEXTS[box].toUpperCase(Locale.ROOT) + "] " + TEXTS[text].replace('_', ' ')
            + ": owner=" + owner + " class=" + size + " address=0x" + Long.toHexString(address));
    }
}
