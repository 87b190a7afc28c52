package io.hakozuna.hz3.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.result.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rounds, resuming and the budget, with loads that only write down that they ran. */
class SessionTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> ran = new ArrayList<>();
    /** Each of these runs fails as often as it stands here. */
    private final List<String> failing = new ArrayList<>();
    private final List<BenchResult> saved = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final Session session = new Session(null, saved::add, row -> shown.add(row.name()));

    private Row row(String name, String missing) {
        return Row.of(name, Group.SSOT, "a row", new Load() {
            @Override
            public String describe(boolean quick) {
                return name;
            }

            @Override
            public String missing() {
                return missing;
            }

            @Override
            public Measurement run(Setting setting) {
                ran.add(name + " " + setting.allocator().name());
                return failing.remove(name + " " + setting.allocator().name()) ? Measurement.failed("exit 1")
                    : Measurement.plain(1e6, 20, 10, List.of(5, 6));
            }
        });
    }

    private static BenchResult start(int runs) {
        BenchResult made = Samples.result();
        return BenchResult.begin("./hz3 bench", made.machine(), made.allocators(), runs, false);
    }

    @Test
    void eachRoundRunsAllAllocatorsInTurnAfterOneToWarmUp() {
        Session.Outcome outcome = session.run(List.of(row("a", null)), start(2), LONG);
        assertEquals(List.of("a hz3", "a peer", "a peer", "a hz3", "a hz3", "a peer"), ran);
        RowResult row = outcome.result().row("a");
        assertEquals(List.of(1, 1, 2, 2), row.samples().stream().map(Sample::round).toList());
        assertEquals(2, row.timelines().size());
        assertEquals(List.of(5, 6), row.timelines().getFirst().kib());
    }

    @Test
    void eachRoundIsSaved() {
        session.run(List.of(row("a", null)), start(3), LONG);
        assertEquals(List.of(1, 2, 3, 3), saved.stream().map(result -> result.row("a").complete(2).size()).toList());
    }

    @Test
    void anInterruptedRunGoesOnWhereItEnded() {
        Row first = row("a", null);
        Row second = row("b", null);
        BenchResult whole = session.run(List.of(first, second), start(2), LONG).result();
        BenchResult cutOff = saved.stream().filter(result -> result.row("b") != null).findFirst().orElseThrow();
        assertEquals(Set.of(1), cutOff.row("b").complete(2));
        ran.clear();
        BenchResult resumed = session.run(List.of(first, second), cutOff, LONG).result();
        assertEquals(List.of("b hz3", "b peer", "b hz3", "b peer"), ran, "one round to warm up and the one that was missing");
        assertEquals(whole.rows().stream().map(RowResult::samples).toList(), resumed.rows().stream().map(RowResult::samples).toList());
    }

    @Test
    void aResumedRunRepeatsTheRoundsInWhichARunFailed() {
        Row row = row("a", null);
        failing.addAll(List.of("a peer", "a peer"));
        BenchResult part = session.run(List.of(row), start(3), LONG).result();
        assertEquals(Set.of(2, 3), part.row("a").complete(2), "the warm-up and the first round failed");
        ran.clear();
        RowResult repeated = session.run(List.of(row), part, LONG).result().row("a");
        assertEquals(4, ran.size(), "one round to warm up and the first");
        assertEquals(Set.of(1, 2, 3), repeated.complete(2));
        assertEquals(6, repeated.samples().size());
        assertFalse(repeated.anyFailed());
    }

    @Test
    void noRowBeginsWhenTheBudgetIsSpent() {
        Session.Outcome outcome = session.run(List.of(row("a", null)), start(2), Duration.ofNanos(-1));
        assertEquals(List.of("a"), outcome.left());
        assertTrue(ran.isEmpty());
    }

    @Test
    void aRowWhoseProgramIsMissingIsSkippedWithTheReason() {
        RowResult row = session.run(List.of(row("a", "memcached")), start(2), LONG).result().row("a");
        assertTrue(row.skipped().startsWith("memcached is not installed"));
        assertFalse(row.anyFailed());
        assertEquals(List.of("a"), shown);
        assertTrue(ran.isEmpty());
    }
}
