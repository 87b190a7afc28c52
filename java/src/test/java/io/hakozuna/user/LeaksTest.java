package io.hakozuna.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.LiveBlocks;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks that nobody has freed: {@code -Dhz3.check=leaks}. */
class LeaksTest {
    private final List<Long> blocks = new ArrayList<>();

    private void leakSmall(int count) {
        for (int i = 0; i < count; i++) {
            blocks.add(Hz3.allocate(100));
        }
    }

    private void leakLarge() {
        blocks.add(Hz3.allocateZeroed(5000));
    }

    @AfterEach
    void nothingIsLeft() {
        blocks.forEach(Hz3::free);
        assertEquals(List.of(), Hz3.leaks());
    }

    private static String methodOf(List<StackTraceElement> stack) {
        return stack.stream().filter(frame -> frame.getClassName().equals(LeaksTest.class.getName()))
            .findFirst().orElseThrow().getMethodName();
    }

    @Test
    void blocksOfOnePlaceAreOneGroup() {
        leakSmall(7);
        LiveBlocks group = Hz3.leaks().getFirst();
        assertEquals(1, Hz3.leaks().size());
        assertEquals(7, group.blocks());
        assertEquals(700, group.bytes());
        assertEquals("leakSmall", methodOf(group.stack()));
        assertEquals(List.of(), group.opened());
        String line = group.toString();
        assertTrue(line.startsWith("700 bytes in 7 blocks, allocated at io.hakozuna.user.LeaksTest.leakSmall(LeaksTest.java:"), line);
    }

    @Test
    void aStackBeginsWithTheCallOfHz3() {
        leakLarge();
        List<StackTraceElement> stack = Hz3.leaks().getFirst().stack();
        assertEquals(List.of("allocateZeroed", "leakLarge", "aStackBeginsWithTheCallOfHz3"),
            stack.stream().limit(3).map(StackTraceElement::getMethodName).toList());
    }

    @Test
    void aDeepStackIsCut() {
        leakDeep(200);
        List<StackTraceElement> stack = Hz3.leaks().getFirst().stack();
        assertEquals(64, stack.size());
        assertEquals("leakDeep", stack.getLast().getMethodName());
    }

    private void leakDeep(int calls) {
        if (calls == 0) {
            leakLarge();
        } else {
            leakDeep(calls - 1);
        }
    }

    @Test
    void theMostBytesComeFirst() {
        leakSmall(3);
        leakLarge();
        leakSmall(2);
        List<LiveBlocks> groups = Hz3.leaks();
        assertEquals(List.of(5000L, 300L, 200L), groups.stream().map(LiveBlocks::bytes).toList());
        assertEquals(List.of("leakLarge", "leakSmall", "leakSmall"), groups.stream().map(group -> methodOf(group.stack())).toList());
    }

    @Test
    void whatIsFreedIsNoLeak() {
        leakSmall(3);
        Hz3.free(blocks.removeLast());
        assertEquals(2, Hz3.leaks().getFirst().blocks());
    }

    @Test
    void aResizedBlockIsOfThePlaceThatResizedIt() {
        leakSmall(1);
        blocks.set(0, Hz3.reallocate(blocks.get(0), 20_000));
        LiveBlocks group = Hz3.leaks().getFirst();
        assertEquals(20_000, group.bytes());
        assertEquals("aResizedBlockIsOfThePlaceThatResizedIt", methodOf(group.stack()));
    }

    @Test
    void anOpenArenaIsNamedByWhereItWasOpened() {
        try (Arena confined = Hz3.ofConfined()) {
            openArenaIsNamed(confined);
        }
        try (Arena shared = Hz3.ofShared()) {
            openArenaIsNamed(shared);
        }
    }

    private void openArenaIsNamed(Arena arena) {
        arena.allocate(10_000);
        LiveBlocks group = Hz3.leaks().getFirst();
        assertTrue(group.bytes() >= 10_000, group::toString);
        assertEquals("openArenaIsNamed", methodOf(group.stack()));
        assertEquals("anOpenArenaIsNamedByWhereItWasOpened", methodOf(group.opened()));
        assertTrue(group.toString().contains(", of an arena opened at io.hakozuna.user.LeaksTest.anOpenArenaIsNamedByWhereItWasOpened("),
            group::toString);
    }

    @Test
    void aClosedArenaIsNoLeakThoughItsMemoryWaitsForOthers() {
        closedArenaIsNoLeak(Hz3::ofConfined);
        closedArenaIsNoLeak(Hz3::ofShared);
        // Both arenas may have one scope, which the open one holds.
        try (Arena open = Hz3.ofShared()) {
            closedArenaIsNoLeak(Hz3::ofShared);
            assertTrue(open.scope().isAlive());
        }
    }

    private static void closedArenaIsNoLeak(Supplier<Arena> open) {
        try (Arena arena = open.get()) {
            arena.allocate(100);
            arena.allocate(5000);
        }
        assertEquals(List.of(), Hz3.leaks());
    }

    @Test
    void aBlockThatNobodyCanUseIsNoLeakOfAnotherThread() throws Exception {
        Thread thread = Thread.ofVirtual().start(this::leakLarge);
        thread.join();
        assertEquals("leakLarge", methodOf(Hz3.leaks().getFirst().stack()));
    }
}
