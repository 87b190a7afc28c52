package io.hakozuna.hz3.mutation;

import io.hakozuna.hz3.simulation.SimulationFailure;
import java.util.BitSet;

/**
 * What the core that {@link SwitchedCore} has loaded asks at each of its branches: one of them may be decided the other way. It ends a run
 * that goes through too many branches, which one does that never ends, whether or not it comes to an atomic access.
 */
public final class Switch {
    /** The unchanged core comes to a sixth of it at most. */
    private static final int MOST_BRANCHES = 3_000_000;

    private static int always = -1;
    private static int never = -1;
    private static int left;
    private static BitSet ways;

    private Switch() {
    }

    /** The runs to come are those of the unchanged core, and the ways that its branches go are noted. */
    static void observe() {
        always = -1;
        never = -1;
        left = MOST_BRANCHES;
        ways = new BitSet();
    }

    /** The ways that branches went since {@link #observe}: the number of each {@link Check} that would have changed one. */
    static BitSet ways() {
        return ways;
    }

    /** How many branches were gone through since {@link #observe} or {@link #drop}. */
    static int passed() {
        return MOST_BRANCHES - left;
    }

    /** In the run to come a check is dropped. */
    static void drop(Check check) {
        always = check.isAlways() ? check.branch() : -1;
        never = check.isAlways() ? -1 : check.branch();
        left = MOST_BRANCHES;
        ways = null;
    }

    /** The condition of a branch holds. Returns whether it is taken. */
    public static boolean holds(int branch) {
        count(Check.number(branch, false));
        return branch != never;
    }

    /** The condition of a branch does not hold. Returns whether it is taken all the same. */
    public static boolean fails(int branch) {
        count(Check.number(branch, true));
        return branch == always;
    }

    private static void count(int way) {
        if (ways != null) {
            ways.set(way);
        }
        if (--left < 0) {
            throw new SimulationFailure("no end after " + MOST_BRANCHES + " branches");
        }
    }
}
