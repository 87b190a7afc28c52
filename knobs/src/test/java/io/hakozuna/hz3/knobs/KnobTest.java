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
        Knob knob = new Knob("HZ3_SOME_LIMIT_MS", Kind.MILLISECONDS, 0, 9, 1, false, "a limit", Set.of());
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
    void refusesDeclarationsThatContradictThemselves() {
        refused("arena", Kind.COUNT, 0, 9, 1, false, Set.of());
        refused("HZ3_X", Kind.COUNT, 0, 9, 10, false, Set.of());
        refused("HZ3_X", Kind.COUNT, 0, 9, 3, true, Set.of());
        refused("HZ3_X", Kind.COUNT, -1, 9, 3, false, Set.of());
        refused("HZ3_X", Kind.COUNT, 0, 1L << 31, 3, false, Set.of());
        refused("HZ3_X", Kind.FLAG, 0, 2, 0, false, Set.of());
        refused("HZ3_X", Kind.COUNT, 0, 9, 3, false, Set.of(TestLanes.QUICK));
        refused("HZ3_X", Kind.FLAG, 0, 1, 0, false, Set.of(TestLanes.COUNT));
    }

    private static void refused(String name, Kind kind, long minimum, long maximum, long standard, boolean powerOfTwo, Set<Knob> excludes) {
        assertThrows(IllegalArgumentException.class,
            () -> new Knob(name, kind, minimum, maximum, standard, powerOfTwo, "a meaning", excludes));
    }
}
