package io.hakozuna.hz3.mutation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A list of the mutations that survive, and of why that is so. Its first line says how many mutations there are in all; then there is a line
 * for each reason, and under it, indented, the names of those that survive for it.
 */
final class Survivors {
    private final Map<String, String> reasons = new HashMap<>();
    private int all;
    private String what;

    private Survivors() {
    }

    static Survivors of(String file) throws IOException {
        Survivors survivors = new Survivors();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Survivors.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            String[] first = lines.readLine().split(" mutations, ");
            survivors.all = Integer.parseInt(first[0]);
            survivors.what = first[1];
            String reason = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("    ")) {
                    survivors.add(reason, line.strip().split(" +"));
                } else if (!line.isEmpty()) {
                    reason = line;
                }
            }
        }
        return survivors;
    }

    private void add(String reason, String[] names) {
        for (String name : names) {
            if (reasons.put(name, reason) != null) {
                throw new IllegalStateException(name + " is listed twice");
            }
        }
    }

    boolean has(String name) {
        return reasons.containsKey(name);
    }

    Iterable<String> names() {
        return reasons.keySet();
    }

    /** What the mutations are, and of what. */
    String what() {
        return what;
    }

    /** How many mutations there are, those that do not survive included. */
    int all() {
        return all;
    }
}
