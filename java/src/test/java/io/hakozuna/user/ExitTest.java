package io.hakozuna.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when the JVM ends, and that it ends. */
class ExitTest {
    private static Child.End run(String program, String... properties) throws Exception {
        Child.End end = Child.run(program, properties);
        assertEquals(0, end.status(), end.err());
        assertTrue(end.out().endsWith("end\n"), end.out());
        return end;
    }

    private static void assertInOrder(String text, String... parts) {
        int from = 0;
        for (String part : parts) {
            int at = text.indexOf(part, from);
            assertTrue(at >= 0, "no '" + part + "' from character " + from + " in\n" + text);
            from = at + part.length();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all", "leaks:3"})
    void aCleanProgramSaysNothing(String checks) throws Exception {
        assertEquals("", run("clean", "hz3.check=" + checks).err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaks", "all", "leaks,bounds"})
    void leaksAreReportedByPlaceTheMostBytesFirst(String checks) throws Exception {
        String err = run("leaks", "hz3.check=" + checks).err();
        assertInOrder(err, "hz3: never freed: ", " in 102 blocks\n",
            "hz3:   50000 bytes in 1 block, allocated at\n", "hz3:       at io.hakozuna.user.Child.leakLarge(Child.java:", "Child.main(",
            " in 1 block, allocated at\n", "Child.leak(", "hz3:     of an arena opened at\n",
            "hz3:       at io.hakozuna.user.Child.openArena(Child.java:",
            "hz3:   2000 bytes in 100 blocks, allocated at\n", "hz3:       at io.hakozuna.user.Child.leakSmall(Child.java:");
        assertFalse(err.contains("sampled"), err);
        assertTrue(err.lines().allMatch(line -> line.startsWith("hz3:")), err);
    }

    @Test
    void leaksThatAreNotSampledAreCounted() throws Exception {
        String err = run("leaks", "hz3.check=leaks:10").err();
        assertInOrder(err, "hz3: never freed: ", "hz3:       at io.hakozuna.user.Child.leakSmall(Child.java:",
            " blocks, which were not sampled\n");
    }

    @Test
    void ofManyPlacesTheFirstAreNamed() throws Exception {
        String err = run("manyPlaces", "hz3.check=leaks").err();
        // 1 + 2 + ... 25, of which the five smallest are not named.
        assertInOrder(err, "hz3: never freed: 325 bytes in 25 blocks\n", "hz3:   25 bytes in 1 block, allocated at\n", "hz3:       ... ",
            " more\n", "hz3:   6 bytes in 1 block, allocated at\n", "hz3:   15 bytes of 5 more places\n");
        assertEquals(20, err.lines().filter(line -> line.endsWith(", allocated at")).count());
    }

    @Test
    void withoutLeaksThereIsNoReportOfThem() throws Exception {
        assertEquals("", run("leaks", "hz3.check=free,bounds,poison,arenas").err());
        assertEquals("", run("leaks").err());
    }

    @Test
    void misusesThatNobodyHasSeenAreSaid() throws Exception {
        String err = run("misuses", "hz3.check=bounds,poison").err();
        List<String> lines = err.lines().filter(line -> line.startsWith("hz3: a write ")).sorted().toList();
        assertEquals(2, lines.size(), err);
        assertInOrder(lines.get(0), "hz3: a write after the free of a block of 30 bytes at 0x",
            ": at offset 4, where there is 0x42 now, found by the exit",
            "; allocated at io.hakozuna.user.Child.misuses(", ", freed first at io.hakozuna.user.Child.misuses(");
        assertInOrder(lines.get(1), "hz3: a write past the end of a block of 10 bytes at 0x",
            ": at offset 10, where there is 0x41 now, found by the exit");
        assertInOrder(err, "hz3:   allocated by the thread main\n", "hz3:       at io.hakozuna.user.Child.misuses(");
        assertInOrder(err, "hz3:   freed first by the thread main\n", "hz3:       at io.hakozuna.user.Child.misuses(");
        assertEquals("", run("misuses", "hz3.check=free").err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaks", "all"})
    void aCloseReportsAtOnceAndOnce(String checks) throws Exception {
        Child.End end = run("close", "hz3.check=" + checks);
        assertInOrder(end.err(), "hz3: never freed: 50040 bytes in 2 blocks\n", "Child.leakLarge(", "closed\n");
        assertTrue(end.err().endsWith("closed\n"), end.err());
        assertEquals("hz3 is closed\n".repeat(3) + "end\n", end.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "leaks"})
    void itEndsWhileThreadsAreBusy(String checks) throws Exception {
        String err = run("busy", "hz3.check=" + checks, "hz3.purge.decay.ms=100", "hz3.check.quarantine=100K").err();
        assertFalse(err.contains("a write ") || err.contains("Exception"), err);
    }

    @Test
    void whatHz3sOwnThreadFindsIsSaidAtOnce() throws Exception {
        String err = run("silent", "hz3.check=bounds", "hz3.purge.decay.ms=100").err();
        assertInOrder(err, "hz3: a write past the end of a block of 50 bytes at 0x",
            ": at offset 50, where there is 0x41 now, found by free; allocated at ", "Child.silent(",
            "hz3: a write past the end of a block of 50 bytes at 0x");
        assertEquals(2, err.lines().filter(line -> line.startsWith("hz3: a write")).count(), "not again at the exit");
    }

    @Test
    void whatIsKeptMakesRoomBelowTheLimit() throws Exception {
        assertEquals("found\nend\n", run("full", "hz3.check=poison", "hz3.mem.limit=12M").out());
    }

    @Test
    void whatIsAskedForWronglyIsRefusedInOneLine() throws Exception {
        refused("-Dhz3.check=everything: there is no check everything; there are all, free, bounds, poison, leaks, arenas (or leaks:100)",
            "hz3.check=everything");
        refused("-Dhz3.check.quarantine=much is no number of bytes; give one such as 16M", "hz3.check=all", "hz3.check.quarantine=much");
        refused("unknown property -Dhz3.check.quarantene; did you mean hz3.check.quarantine?", "hz3.check.quarantene=1M");
    }

    private static void refused(String line, String... properties) throws Exception {
        Child.End end = Child.run("clean", properties);
        assertEquals(1, end.status());
        assertTrue(end.err().lines().anyMatch(written -> written.endsWith(line)), end.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all"})
    void arenasMayBeClosedAfterAll(String checks) throws Exception {
        run("arenasAfterClose", "hz3.check=" + checks);
    }
}
