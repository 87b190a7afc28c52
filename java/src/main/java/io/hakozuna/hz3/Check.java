package io.hakozuna.hz3;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code -Dhz3.check} asks for: names with commas between, or {@code all}. All are constants to the compiler, so that what is not
 * asked for costs nothing.
 * <pre>
 *   free     blocks freed twice, and addresses that are no blocks
 *   bounds   bytes written before or past a block
 *   poison   blocks used after they were freed
 *   leaks    blocks that were never freed, with the stack that allocated them; leaks:100 keeps the stacks of every 100th block only
 *   arenas   segments of a shared arena used after it was closed
 * </pre>
 */
final class Check {
    private static final String PROPERTY = "hz3.check";
    private static final String LEAKS_NAME = "leaks";
    private static final List<String> NAMES = List.of("free", "bounds", "poison", LEAKS_NAME, "arenas");
    private static final int LARGEST_RATE = 1_000_000;
    private static final Map<String, Integer> ASKED = asked(System.getProperty(PROPERTY, ""));

    static final boolean FREE = ASKED.containsKey("free");
    static final boolean BOUNDS = ASKED.containsKey("bounds");
    static final boolean POISON = ASKED.containsKey("poison");
    static final boolean LEAKS = ASKED.containsKey(LEAKS_NAME);
    static final boolean ARENAS = ASKED.containsKey("arenas");
    /** Of so many blocks one has its stacks kept. */
    static final int RATE = ASKED.getOrDefault(LEAKS_NAME, 1);
    /** Whether there is a record of every block; for leaks alone those of which the stack is kept will do. */
    static final boolean EVERY_BLOCK = FREE || BOUNDS || POISON;
    /** Whether blocks are followed at all. */
    static final boolean ON = EVERY_BLOCK || LEAKS;

    private Check() {
    }

    /** The names that a value asks for, each with its rate, which is 1 unless given. */
    static Map<String, Integer> asked(String value) {
        Map<String, Integer> rates = new TreeMap<>();
        for (String part : Arrays.stream(value.split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList()) {
            int colon = part.indexOf(':');
            String name = colon < 0 ? part : part.substring(0, colon);
            if (part.equals("all")) {
                NAMES.forEach(each -> rates.putIfAbsent(each, 1));
            } else if (!NAMES.contains(name) || colon >= 0 && !name.equals(LEAKS_NAME)) {
                throw new IllegalArgumentException("-D" + PROPERTY + "=" + value + ": there is no check " + part + "; there are all, "
                    + String.join(", ", NAMES) + " (or leaks:100)");
            } else if (colon >= 0) {
                rates.put(name, rate(part.substring(colon + 1), value));
            } else {
                rates.putIfAbsent(name, 1);
            }
        }
        return rates;
    }

    private static int rate(String digits, String value) {
        int rate;
        try {
            rate = Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            rate = 0;
        }
        if (rate < 1 || rate > LARGEST_RATE) {
            throw new IllegalArgumentException("-D" + PROPERTY + "=" + value + ": leaks:" + digits + " is no rate; give a number from 1 to "
                + LARGEST_RATE + ", as in leaks:100");
        }
        return rate;
    }
}
