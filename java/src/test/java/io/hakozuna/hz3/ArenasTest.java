package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK says of arenas, for each of ours; and what is ours alone. */
class ArenasTest {
    /** With a name for the report. */
    record Kind(String name, boolean zeroed, boolean shared, Supplier<Arena> open) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Kind> kinds() {
        return List.of(new Kind("confined", true, false, Hz3::ofConfined), new Kind("confined unzeroed", false, false, Hz3::ofConfinedUnzeroed),
            new Kind("shared", true, true, Hz3::ofShared), new Kind("shared unzeroed", false, true, Hz3::ofSharedUnzeroed));
    }

    private static long inUse() throws InterruptedException {
        ArenaGroup.expire();
        return RawTest.settledInUse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void segmentsAreApartAlignedAndZeroed(Kind kind) throws InterruptedException {
        long before = inUse();
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 20; round++) {
            try (Arena arena = kind.open().get()) {
                List<MemorySegment> segments = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    long size = random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(300);
                    long alignment = 1L << random.nextInt(random.nextInt(20) == 0 ? 14 : 7);
                    MemorySegment segment = arena.allocate(size, alignment);
                    assertEquals(size, segment.byteSize());
                    assertEquals(0, segment.address() & alignment - 1);
                    assertTrue(segment.scope().isAlive());
                    if (kind.zeroed()) {
                        assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[(int) size])));
                    }
                    segment.fill((byte) i);
                    segments.add(segment);
                }
                for (int i = 0; i < segments.size(); i++) {
                    MemorySegment segment = segments.get(i);
                    for (long k = 0; k < segment.byteSize(); k += 13) {
                        assertEquals((byte) i, segment.get(ValueLayout.JAVA_BYTE, k));
                    }
                }
            }
        }
        assertEquals(before, inUse());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void evenASegmentWithoutBytesHasAnAddressOfItsOwn(Kind kind) {
        try (Arena arena = kind.open().get()) {
            Set<Long> addresses = new HashSet<>();
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                long alignment = 1L << i % 13;
                assertTrue(addresses.add(arena.allocate(0, alignment).address()));
                blocks.add(Hz3.allocate(alignment));
                assertTrue(addresses.add(blocks.getLast()));
            }
            blocks.forEach(Hz3::free);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anArenaIsClosedOnce(Kind kind) {
        Arena arena = kind.open().get();
        arena.allocate(10);
        arena.close();
        assertThrows(IllegalStateException.class, () -> arena.allocate(10));
        assertThrows(IllegalStateException.class, arena::close);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatCannotBeIsRefused(Kind kind) {
        try (Arena arena = kind.open().get()) {
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(-1));
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(1, 3));
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(1, 0));
            assertThrows(OutOfMemoryError.class, () -> arena.allocate(1L << 60));
            assertThrows(OutOfMemoryError.class, () -> arena.allocate(Long.MAX_VALUE));
            arena.allocate(5).fill((byte) 1);
        }
    }

    @Test
    void aConfinedArenaIsOneThreadsAndThrowsAfterItsClose() throws InterruptedException {
        Arena arena = Hz3.ofConfined();
        MemorySegment segment = arena.allocate(10);
        List<Throwable> thrown = new ArrayList<>();
        Thread.ofPlatform().start(() -> {
            thrown.add(assertThrows(WrongThreadException.class, () -> arena.allocate(1)));
            thrown.add(assertThrows(WrongThreadException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0)));
            thrown.add(assertThrows(WrongThreadException.class, arena::close));
        }).join();
        assertEquals(3, thrown.size());
        arena.close();
        assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void memoryOfASharedArenaGoesToNobodyWhileItsSegmentsCanBeAccessed() throws InterruptedException {
        long before = inUse();
        try (Arena sibling = Hz3.ofShared()) {
            Arena arena = Hz3.ofShared();
            MemorySegment segment = arena.allocate(200);
            segment.fill((byte) 42);
            arena.close();
            // The sibling's group is still open: the closed arena's segment shows what it held, and nobody gets the memory.
            assertEquals(sibling.allocate(1).scope(), segment.scope());
            for (int i = 0; i < 1000; i++) {
                sibling.allocate(200).fill((byte) 1);
            }
            assertEquals(42, segment.get(ValueLayout.JAVA_BYTE, 199));
            ArenaGroup.expire();
            assertTrue(segment.scope().isAlive());
        }
        assertEquals(before, inUse());
    }

    @Test
    void whatASharedArenaHoldsBackIsBoundedHoweverMuchItAllocates() throws InterruptedException {
        long before = inUse();
        try (Arena sibling = Hz3.ofShared()) {
            sibling.allocate(16);
            List<MemorySegment> segments = new ArrayList<>();
            try (Arena arena = Hz3.ofShared()) {
                for (int i = 0; i < 10_000; i++) {
                    segments.add(arena.allocate(1000 + i % 2000));
                }
            }
            assertTrue(RawTest.settledInUse() - before <= SharedArena.MOST_SMALL + 4096, () -> "in use " + Hz3.memoryUse().inUse());
            assertThrows(IllegalStateException.class, () -> segments.getLast().get(ValueLayout.JAVA_BYTE, 0));
        }
        assertEquals(before, inUse());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsBoundToAnArenasScopeEndsWithIt(Kind kind) throws InterruptedException {
        long before = inUse();
        try (Arena sibling = kind.open().get()) {
            Arena arena = kind.open().get();
            MemorySegment.Scope scope = arena.scope();
            MemorySegment segment = arena.allocate(8);
            assertEquals(scope, segment.scope());
            assertNotEquals(sibling.scope(), scope);
            List<String> cleaned = new ArrayList<>();
            segment.reinterpret(8, arena, cleanedUp -> cleaned.add("first"));
            segment.reinterpret(8, arena, cleanedUp -> {
                throw new ArithmeticException("of the program's");
            });
            segment.reinterpret(8, arena, cleanedUp -> cleaned.add("last"));
            arena.allocate(1 << 20);
            assertThrows(ArithmeticException.class, arena::close);
            assertEquals(Set.of("last", "first"), Set.copyOf(cleaned));
            assertFalse(scope.isAlive());
            assertFalse(arena.scope().isAlive());
            assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
            assertThrows(IllegalStateException.class, () -> segment.reinterpret(8, arena, cleanedUp -> { }));
            assertThrows(IllegalStateException.class, arena::close);
        }
        assertEquals(before, inUse());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aCleanupActionThatClosesTheArenaAgainDoesNoHarm(Kind kind) throws InterruptedException {
        long before = inUse();
        try (Arena sibling = kind.open().get()) {
            MemorySegment other = sibling.allocate(8);
            Arena arena = kind.open().get();
            arena.allocate(100_000);
            List<Throwable> thrown = new ArrayList<>();
            arena.allocate(8).reinterpret(8, arena, segment -> thrown.add(assertThrows(IllegalStateException.class, arena::close)));
            arena.close();
            assertEquals(1, thrown.size());
            assertThrows(IllegalStateException.class, arena::close);
            other.set(ValueLayout.JAVA_LONG, 0, 1);
        }
        assertEquals(before, inUse());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theScopeOfAClosedArenaIsDead(Kind kind) {
        Arena arena = kind.open().get();
        arena.allocate(8);
        arena.close();
        assertFalse(arena.scope().isAlive());
        assertThrows(IllegalStateException.class, () -> arena.allocate(8));
    }

    @Test
    void onceAGroupIsOverItsSegmentsThrow() {
        List<MemorySegment> segments = new ArrayList<>();
        for (int i = 0; i < ArenaGroup.MOST_ARENAS; i++) {
            try (Arena arena = Hz3.ofShared()) {
                segments.add(arena.allocate(100));
            }
        }
        ArenaGroup.expire();
        for (MemorySegment segment : segments) {
            assertFalse(segment.scope().isAlive());
            assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void theHousekeepingFreesClosedArenasAndKeepsNothing() throws InterruptedException {
        long before = inUse();
        // More than once: a round of the housekeeping in between may leave it to who closes the last arena.
        for (int round = 0; round < 4; round++) {
            List<Arena> arenas = new ArrayList<>();
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < ArenaGroup.MOST_ARENAS / 2; i++) {
                    Arena arena = Hz3.ofShared();
                    arena.allocate(100);
                    arenas.add(arena);
                }
            }).join();
            arenas.forEach(Arena::close);
            for (int waited = 0; RawTest.settledInUse() != before && waited < 15_000; waited += 50) {
                Thread.sleep(50);
            }
        }
        assertEquals(before, RawTest.settledInUse());
    }

    @Test
    void aLargeBlocksMemoryGoesBackThoughASiblingStaysOpen() throws InterruptedException {
        try (Arena sibling = Hz3.ofShared()) {
            sibling.allocate(10);
            long before = Hz3.memoryUse().resident();
            Arena arena = Hz3.ofShared();
            MemorySegment segment = arena.allocate(3 << 19);
            segment.fill((byte) 1);
            assertTrue(Hz3.memoryUse().resident() - before >= 3 << 19);
            arena.close();
            assertTrue(Hz3.memoryUse().resident() - before < 1 << 19, () -> "resident " + Hz3.memoryUse().resident() + " after " + before);
            assertTrue(segment.scope().isAlive());
        }
        inUse();
    }

    @Test
    void aLargeArenasBlocksAreFreedThoughASiblingStaysOpen() throws InterruptedException {
        try (Arena sibling = Hz3.ofShared()) {
            sibling.allocate(10);
            long before = RawTest.settledInUse();
            Arena arena = Hz3.ofShared();
            for (int i = 0; i < 64; i++) {
                arena.allocate(1 << 20).fill((byte) 1);
            }
            arena.close();
            assertTrue(RawTest.settledInUse() - before < 4 << 20, () -> "in use " + Hz3.memoryUse().inUse() + " after " + before);
        }
        inUse();
    }

    @Test
    void aSharedArenaServesManyThreads() throws InterruptedException {
        long before = inUse();
        for (int round = 0; round < 50; round++) {
            Arena arena = Hz3.ofShared();
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        for (int i = 0; i < 2000; i++) {
                            arena.allocate(64).fill((byte) 7);
                        }
                    } catch (IllegalStateException closed) {
                        // Another closed it in the middle, which is half of what this is about.
                    } catch (Throwable failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                }));
            }
            if (round % 2 == 0) {
                arena.close();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            if (round % 2 != 0) {
                arena.close();
            }
            assertEquals(List.of(), failures);
        }
        assertEquals(before, inUse());
    }
}
