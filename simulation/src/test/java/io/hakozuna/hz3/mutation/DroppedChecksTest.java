package io.hakozuna.hz3.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Each check of the core that is dropped, one at a time, is noticed, but for those that {@code checks.txt} lists with the reasons why they
 * survive. Here a fixed share of all is tried, of which those that are listed must survive. {@code -Dhz3.simulation.mutants=all} tries all;
 * {@code ./hz3 verify} goes through the same in turns.
 */
class DroppedChecksTest {
    /** One branch in so many is tried, both ways. */
    private static final int SHARE = 40;
    private static final boolean ALL = "all".equals(System.getProperty("hz3.simulation.mutants"));

    @Test
    void eachIsNoticedOrListed() throws Exception {
        DroppedChecks dropped = new DroppedChecks();
        Survivors survivors = Survivors.of("checks.txt");
        Set<String> names = dropped.checks().stream().map(Check::name).collect(Collectors.toSet());
        survivors.names().forEach(name -> assertTrue(names.contains(name), name + " is listed and there is no such check"));
        assertEquals(names.size(), survivors.all());
        assertTrue(survivors.what().endsWith(" in " + String.join(" ", DroppedChecks.CLASSES)), survivors.what());
        List<Check> tried = dropped.checks().stream().filter(check -> ALL || check.branch() % SHARE == 0).toList();
        DroppedChecks.Result result = dropped.tryAll(tried, survivors);
        assertEquals(List.of(), result.wrong());
        assertTrue(result.noticed() > 0);
    }
}
