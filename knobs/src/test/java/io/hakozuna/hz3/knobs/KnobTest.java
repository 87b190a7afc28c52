package io.hakozuna.hz3.knobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KnobTest {
    @Test
    void everyKnobHasANameOfItsOwn() {
        assertEquals(Knob.all().size(), Knob.all().stream().map(Knob::name).collect(Collectors.toSet()).size());
        assertEquals("HZ3_ARENA_SIZE", Knob.all().getFirst().name());
    }

    @Test
    void meaningsAreForATableCell() {
        for (Knob knob : Knob.all()) {
            assertFalse(knob.meaning().isBlank() || knob.meaning().endsWith(".") || knob.meaning().contains("|"), knob.name());
        }
    }

    @Test
    void namesDeriveFromOne() {
        Knob knob = new Knob("HZ3_SOME_LIMIT_MS", Kind.MILLISECONDS, Values.range(0, 9), 1, "a limit", Set.of());
        assertEquals("hz3.some.limit.ms", knob.property());
        assertEquals("hz3_knob_some_limit_ms", knob.cAccessor());
        assertEquals("someLimitMs", knob.javaAccessor());
        assertEquals(long.class, knob.kind().javaType());
        assertEquals(int.class, TestLanes.COUNT.kind().javaType());
    }

    @Test
    void acceptsItsRangeAndPowersOfTwoOnly() {
        assertTrue(TestLanes.SIZE.accepts(4096) && TestLanes.SIZE.accepts(1L << 40));
        assertFalse(TestLanes.SIZE.accepts(2048) || TestLanes.SIZE.accepts(1L << 41) || TestLanes.SIZE.accepts(5000));
        assertTrue(TestLanes.COUNT.accepts(3));
    }

    @Test
    void acceptsOnlyWhatIsListed() {
        assertTrue(TestLanes.CHOICE.accepts(0) && TestLanes.CHOICE.accepts(6));
        assertFalse(TestLanes.CHOICE.accepts(3) || TestLanes.CHOICE.accepts(7));
        assertEquals("one of 0, 2, 6", TestLanes.CHOICE.range());
    }

    @Test
    void refusesDeclarationsThatContradictThemselves() {
        refused("arena", Kind.COUNT, Values.range(0, 9), 1, Set.of());
        refused("HZ3_X", Kind.COUNT, Values.range(0, 9), 10, Set.of());
        refused("HZ3_X", Kind.COUNT, Values.powersOfTwo(1, 8), 3, Set.of());
        refused("HZ3_X", Kind.COUNT, Values.only(0L, 2L), 1, Set.of());
        refused("HZ3_X", Kind.COUNT, Values.range(0, 1L << 31), 3, Set.of());
        refused("HZ3_X", Kind.FLAG, Values.range(0, 2), 0, Set.of());
        refused("HZ3_X", Kind.COUNT, Values.range(0, 9), 3, Set.of(TestLanes.QUICK));
        refused("HZ3_X", Kind.FLAG, Values.FLAG, 0, Set.of(TestLanes.COUNT));
        assertThrows(IllegalArgumentException.class, () -> Values.range(-1, 9));
    }

    private static void refused(String name, Kind kind, Values values, long standard, Set<Knob> excludes) {
        assertThrows(IllegalArgumentException.class, () -> new Knob(name, kind, values, standard, "a meaning", excludes));
    }
}
