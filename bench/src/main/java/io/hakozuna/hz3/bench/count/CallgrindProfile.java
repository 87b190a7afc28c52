package io.hakozuna.hz3.bench.count;

import java.util.function.Predicate;

/**
 * Reads a profile of callgrind, written without compression of names and with the events {@code Ir Ge} (instructions, and with
 * {@code --collect-bus=yes} locked bus accesses, that is atomic operations).
 *
 * <p>The format: {@code ob=} names the object that the following functions are in; a line that begins with a number is the cost of the
 * current function itself, except the one after {@code calls=}, which is the inclusive cost of that call.
 */
public final class CallgrindProfile {
    private static final String UNKNOWN = "???";

    private CallgrindProfile() {
    }

    /** Instructions and atomic operations. */
    record Cost(long instructions, long atomics) {
        static final Cost NONE = new Cost(0, 0);

        Cost plus(Cost other) {
            return new Cost(instructions + other.instructions, atomics + other.atomics);
        }
    }

    /**
     * The self cost of all functions in the objects that the predicate takes. A function with a name but without an object
     * ({@code ob=???}) is one outside its object's {@code .text}: tcmalloc keeps its entry points in a section of their own. The client
     * has no such function, so these count as well.
     */
    static Cost selfCost(String profile, Predicate<String> object) {
        Cost sum = Cost.NONE;
        boolean inObject = false;
        boolean noObject = false;
        boolean counts = false;
        boolean inclusive = false;
        for (String line : (Iterable<String>) profile.lines()::iterator) {
            if (line.startsWith("ob=")) {
                String name = line.substring(3);
                inObject = object.test(name);
                noObject = name.equals(UNKNOWN);
            } else if (line.startsWith("fn=")) {
                counts = inObject || (noObject && hasName(line.substring(3)));
            } else if (line.startsWith("calls=")) {
                inclusive = true;
            } else if (!line.isEmpty() && Character.isDigit(line.charAt(0))) {
                if (counts && !inclusive) {
                    sum = sum.plus(cost(line));
                }
                inclusive = false;
            }
        }
        return sum;
    }

    private static boolean hasName(String function) {
        return !function.equals(UNKNOWN) && !function.startsWith("0x");
    }

    /** {@code <line> <Ir> [<Ge>]}: counts of zero at the end are left out. */
    private static Cost cost(String line) {
        String[] parts = line.split(" ");
        return new Cost(parts.length > 1 ? Long.parseLong(parts[1]) : 0, parts.length > 2 ? Long.parseLong(parts[2]) : 0);
    }
}
