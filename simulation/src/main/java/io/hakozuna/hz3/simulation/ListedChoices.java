package io.hakozuna.hz3.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Choices from a list, and the first alternative past its end; for going through all runs that have at most so many preemptions and old
 * values. The first alternative of a switch is to run on, so only the others are preemptions.
 */
final class ListedChoices implements Choices {
    /** What was chosen, of how many. */
    private record Choice(int chosen, int alternatives) {
    }

    private final List<Integer> list;
    private final List<Choice> made = new ArrayList<>();
    private int preemptions;
    private int oldValues;

    ListedChoices(List<Integer> list, int preemptions, int oldValues) {
        this.list = list;
        this.preemptions = preemptions;
        this.oldValues = oldValues;
    }

    private int choose(int alternatives) {
        if (alternatives == 1) {
            return 0;
        }
        int chosen = made.size() < list.size() ? list.get(made.size()) : 0;
        made.add(new Choice(chosen, alternatives));
        return chosen;
    }

    @Override
    public SimulatedThread next(List<SimulatedThread> enabled, SimulatedThread ran, boolean pauses) {
        if (!enabled.contains(ran)) {
            return enabled.get(choose(enabled.size()));
        }
        List<SimulatedThread> others = new ArrayList<>(enabled);
        others.remove(ran);
        if (pauses) {
            return others.isEmpty() ? ran : others.get(choose(others.size()));
        }
        int chosen = choose(preemptions == 0 ? 1 : 1 + others.size());
        if (chosen == 0) {
            return ran;
        }
        preemptions--;
        return others.get(chosen - 1);
    }

    @Override
    public int back(int most) {
        int back = choose(oldValues == 0 ? 1 : 1 + most);
        if (back != 0) {
            oldValues--;
        }
        return back;
    }

    @Override
    public boolean fails() {
        return false;
    }

    @Override
    public int number(int bound) {
        return 0;
    }

    /** The list for the next run, in the order of a depth-first search; null after the last one. */
    List<Integer> following() {
        int last = made.size() - 1;
        while (last >= 0 && made.get(last).chosen + 1 == made.get(last).alternatives) {
            last--;
        }
        if (last < 0) {
            return null;
        }
        List<Integer> next = new ArrayList<>();
        made.subList(0, last).forEach(choice -> next.add(choice.chosen));
        next.add(made.get(last).chosen + 1);
        return next;
    }

    @Override
    public String describe() {
        return "choices " + made.stream().map(choice -> Integer.toString(choice.chosen)).collect(Collectors.joining(","));
    }
}
