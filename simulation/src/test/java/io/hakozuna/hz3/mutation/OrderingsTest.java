package io.hakozuna.hz3.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.core.Explorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The promises and the scenarios notice each ordering of the core that is weakened, one at a time, but for those that
 * {@code orderings.txt} lists with the reasons why they survive. With {@code -Dhz3.simulation.mutants=all} those are tried as well, and
 * must survive.
 */
class OrderingsTest {
    /** All whose atomic accesses order anything; those of the trace and of the counters are another matter. */
    private static final List<String> CLASSES = List.of("Adoption", "Allocator", "Arena", "DeadHeaps", "Guests", "Heaps", "IdleHeaps",
        "Inbox", "Limit", "Lock", "PageTag", "Segments", "Surroundings", "Trim", "WaitingMail");
    /** Each scenario has the seeds between two of these, then each the next ones. */
    private static final int[] SEEDS = {0, 10, 40, 160, 640};
    private static final boolean WITH_SURVIVORS = "all".equals(System.getProperty("hz3.simulation.mutants"));

    @Test
    void theSchedulesNoticeEachWeakerOrdering() throws IOException {
        Survivors survivors = Survivors.of("orderings.txt");
        Set<String> known = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        int noticed = 0;
        for (String type : CLASSES) {
            for (Mutation mutation : Mutation.orderings(type, ChangedCore.classFile(ChangedCore.CORE + type))) {
                String name = mutation.toString().replace(' ', '_');
                known.add(name);
                boolean mustSurvive = survivors.has(name);
                if (mustSurvive && !WITH_SURVIVORS) {
                    continue;
                }
                String found = explore(mutation);
                if (mustSurvive != (found == null)) {
                    wrong.add(name + (found == null ? " is not noticed" : " is noticed: " + found));
                }
                noticed += found == null ? 0 : 1;
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(known.size(), survivors.all());
        survivors.names().forEach(name -> assertTrue(known.contains(name), name + " is listed and there is no such mutation"));
        assertTrue(noticed > 0);
    }

    private static String explore(Mutation mutation) {
        Mutants mutants = new Mutants(mutation);
        String broken = mutants.tryPromises();
        if (broken != null) {
            return broken;
        }
        for (int i = 0; i + 1 < SEEDS.length; i++) {
            for (String scenario : Explorer.scenarios()) {
                String found = mutants.explore(scenario, SEEDS[i], SEEDS[i + 1] - SEEDS[i]);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
