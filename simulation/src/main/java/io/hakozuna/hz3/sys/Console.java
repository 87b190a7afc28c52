package io.hakozuna.hz3.sys;

import io.hakozuna.hz3.simulation.SimulationFailure;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A simulated process prints nothing, and its complaints are failures of the run. */
public final class Console {
    private static final String[] TEXTS = texts();

    private Console() {
    }

    private static String[] texts() {
        try {
            List<String> names = new ArrayList<>();
            for (Field field : Class.forName("io.hakozuna.hz3.core.Text").getFields()) {
                names.add(field.getName().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
            return names.toArray(String[]::new);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("the core is not on the class path", e);
        }
    }

    public static void begin() {
    }

    public static void finish() {
    }

    public static void box(int text) {
    }

    public static void pair(int text, long value) {
    }

    public static void pairOf(long number, long value) {
    }

    public static void end() {
    }

    public static void traceFails(long name, int error) {
    }

    public static void fatal(int text, long address) {
        throw new SimulationFailure(TEXTS[text] + ": 0x" + Long.toHexString(address));
    }

    public static void corrupt(int box, int text, long owner, long size, long address) {
        throw new SimulationFailure(TEXTS[box] + ": " + TEXTS[text] + ": owner=" + owner + " class=" + size + " address=0x"
            + Long.toHexString(address));
    }
}
