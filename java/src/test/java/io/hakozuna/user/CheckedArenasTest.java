package io.hakozuna.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hakozuna.hz3.Hz3;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Segments of shared arenas after the close: {@code -Dhz3.check=arenas}. Arenas that are open meanwhile change nothing. */
class CheckedArenasTest {
    private static void afterTheCloseNothingCanBeUsed(Supplier<Arena> open) {
        try (Arena before = open.get()) {
            Arena arena = open.get();
            MemorySegment segment = arena.allocate(100);
            try (Arena after = open.get()) {
                MemorySegment other = after.allocate(100);
                segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
                arena.close();
                assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
                assertThrows(IllegalStateException.class, () -> segment.asSlice(1).set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
                assertThrows(IllegalStateException.class, () -> arena.allocate(1));
                assertThrows(IllegalStateException.class, arena::close);
                assertFalse(arena.scope().isAlive());
                other.set(ValueLayout.JAVA_BYTE, 99, (byte) 8);
                assertEquals(8, other.get(ValueLayout.JAVA_BYTE, 99));
            }
            before.allocate(1).set(ValueLayout.JAVA_BYTE, 0, (byte) 9);
        }
    }

    @Test
    void afterTheCloseOfASharedArenaItsSegmentsThrowAtOnce() {
        afterTheCloseNothingCanBeUsed(Hz3::ofShared);
        afterTheCloseNothingCanBeUsed(Hz3::ofSharedUnzeroed);
    }

    @Test
    void afterTheCloseOfAConfinedArenaItsSegmentsThrowAtOnce() {
        afterTheCloseNothingCanBeUsed(Hz3::ofConfined);
    }

    @Test
    void anotherThreadThrowsAtOnceAsWell() throws Exception {
        Arena arena = Hz3.ofShared();
        MemorySegment segment = arena.allocate(8);
        CountDownLatch used = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Throwable[] thrown = new Throwable[1];
        Thread thread = Thread.ofPlatform().start(() -> {
            segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            used.countDown();
            try {
                closed.await();
                segment.get(ValueLayout.JAVA_BYTE, 0);
            } catch (InterruptedException | IllegalStateException e) {
                thrown[0] = e;
            }
        });
        used.await();
        arena.close();
        closed.countDown();
        thread.join();
        assertEquals(IllegalStateException.class, thrown[0].getClass());
    }
}
