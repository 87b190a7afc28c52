package io.hakozuna.hz3.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Choices from a seed. Which kind of schedule it is follows from the seed as well: random switches, from many to few; or priorities that
 * change at a few random moments, which finds with a known probability what needs few switches at the right moments (Burckhardt et al.,
 * "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", 2010).
 */
public final class RandomChoices implements Choices {
    private static final int[] SWITCH_EVERY = {2, 3, 8, 24, 80};
    private static final int[] BACK_EVERY = {2, 4, 16};
    private static final int MOST_STEPS_BETWEEN_CHANGES = 400;

    private final long seed;
    private final SplittableRandom random;
    private final int faultsInAThousand;
    private final boolean byPriority;
    /** A thread in a waiting loop may go on with it, as on a processor of its own. */
    private final boolean spins;
    private final int switchEvery;
    private final int backEvery;
    private int untilChange;
    private int lowest;

    public RandomChoices(long seed) {
        this(seed, 0);
    }

    public RandomChoices(long seed, int faultsInAThousand) {
        this.seed = seed;
        this.faultsInAThousand = faultsInAThousand;
        random = new SplittableRandom(seed);
        byPriority = random.nextInt(3) == 0;
        spins = random.nextInt(4) == 0;
        switchEvery = SWITCH_EVERY[random.nextInt(SWITCH_EVERY.length)];
        backEvery = BACK_EVERY[random.nextInt(BACK_EVERY.length)];
        untilChange = random.nextInt(MOST_STEPS_BETWEEN_CHANGES);
    }

    @Override
    public SimulatedThread next(List<SimulatedThread> enabled, SimulatedThread ran, boolean pauses) {
        boolean canGoOn = enabled.contains(ran);
        if (byPriority) {
            if (pauses || --untilChange < 0) {
                ran.priority = --lowest;
                untilChange = pauses ? untilChange : random.nextInt(MOST_STEPS_BETWEEN_CHANGES);
            }
            return highest(enabled);
        }
        if (canGoOn && (spins || !pauses) && random.nextInt(switchEvery) != 0) {
            return ran;
        }
        return enabled.get(random.nextInt(enabled.size()));
    }

    private SimulatedThread highest(List<SimulatedThread> enabled) {
        SimulatedThread highest = null;
        for (SimulatedThread thread : enabled) {
            if (thread.priority == 0) {
                thread.priority = 1 + random.nextInt(1000);
            }
            if (highest == null || thread.priority > highest.priority) {
                highest = thread;
            }
        }
        return highest;
    }

    @Override
    public int back(int most) {
        return most == 0 || random.nextInt(backEvery) != 0 ? 0 : random.nextInt(most + 1);
    }

    @Override
    public boolean fails() {
        return faultsInAThousand != 0 && random.nextInt(1000) < faultsInAThousand;
    }

    @Override
    public int number(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public String describe() {
        return "seed " + seed;
    }
}
