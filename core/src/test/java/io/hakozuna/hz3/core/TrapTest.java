package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.junit.jupiter.api.Test;

/** A thread whose frees all take the fast path has ticks all the same, unless it has so many that traps would cost too much. */
class TrapTest {
    /** An odd size, so that the class is no other test's. */
    private static final int SIZE = 976;

    private static long page(long block) {
        return Arena.pageOf(block);
    }

    private static boolean isTrapped(long block) {
        return (Arena.tagOf(page(block)) & PageTag.TRAP) != 0;
    }

    private static long clock() {
        return Memory.getLong(Tls.heap() + Heap.CLOCK);
    }

    private static long events() {
        return Memory.getLong(Tls.heap() + Heap.EVENTS);
    }

    private static void passEvents() {
        for (int i = 0; i < 200; i++) {
            Allocator.free(Allocator.allocate(2 << 20, Tls.heap()), Tls.heap());
        }
    }

    /** Too many frees for the patience of the time that they take, however fast or slow the machine is. */
    private static void freeUntilLetGo(long block) {
        for (int i = 0; i < 2_000_000_000 && isTrapped(block); i++) {
            Allocator.free(block, Tls.heap());
            assertEquals(block, Allocator.allocate(SIZE, Tls.heap()));
        }
    }

    @Test
    void aSpanOfAHeapThatHadManyEventsIsTrapped() throws InterruptedException {
        TestThreads.run(1, thread -> {
            passEvents();
            Lifecycle.trim(Tls.heap());
            long block = Allocator.allocate(SIZE, Tls.heap());
            assertTrue(isTrapped(block), "a new span is not trapped after " + events() + " events");
            Allocator.free(block, Tls.heap());
        });
    }

    @Test
    void aQuietThreadTicksWithoutEvents() throws InterruptedException {
        TestThreads.run(1, thread -> {
            long heap = Tls.heap();
            Allocator.free(Allocator.allocate(SIZE, heap), heap);
            heap = Tls.heap();
            passEvents();
            long block = Allocator.allocate(SIZE, heap);
            for (int round = 0; round < 20; round++) {
                long before = clock();
                Thread.sleep(80);
                // Some requests' worth of frees at once: less than what the patience is for.
                for (int i = 0; i < 1000; i++) {
                    Allocator.free(block, heap);
                    block = Allocator.allocate(SIZE, heap);
                }
                assertTrue(clock() > before, "no tick in round " + round + ", " + events() + " events");
            }
            Allocator.free(block, heap);
        });
    }

    @Test
    void aBusyThreadIsLetGoUntilItsNextNaturalTick() throws InterruptedException {
        TestThreads.run(1, thread -> {
            Lifecycle.trim(Tls.heap());
            long block = Allocator.allocate(SIZE, Tls.heap());
            freeUntilLetGo(block);
            assertTrue(!isTrapped(block), "a busy thread's page is not let go");
            Thread.sleep(20);
            passEvents();
            assertTrue(isTrapped(block), "the traps were not set again");
            Allocator.free(block, Tls.heap());
        });
    }

    /** Patience is for a stretch of time: what was caught long ago does not count. */
    @Test
    void patienceComesBack() throws InterruptedException {
        TestThreads.run(1, thread -> {
            long block = Allocator.allocate(SIZE, Tls.heap());
            long heap = Tls.heap();
            Trap.set(heap, Os.milliseconds() + 1_000_000, false);
            assertTrue(isTrapped(block));
            long now = Os.milliseconds();
            Memory.putLong(heap + Heap.PATIENCE, 0);
            Memory.putLong(heap + Heap.CAUGHT_AT, now);
            Trap.caught(heap, page(block), now + 1);
            assertTrue(isTrapped(block), "let go although a millisecond went by");
            Memory.putLong(heap + Heap.PATIENCE, 0);
            Memory.putLong(heap + Heap.CAUGHT_AT, now);
            Trap.caught(heap, page(block), now);
            assertTrue(!isTrapped(block), "not let go without patience");
            Memory.putLong(heap + Heap.TRAP_AT, 0);
            Memory.putLong(heap + Heap.TRAPS_SET_AT, 0);
            Allocator.free(block, heap);
        });
    }

    /** A thread with 40,000 frees a second keeps its traps, also while one tick comes after the other because much is to be given back. */
    @Test
    void patienceLastsWhileTicksHaveMoreToDo() throws InterruptedException {
        TestThreads.run(1, thread -> {
            long block = Allocator.allocate(SIZE, Tls.heap());
            long heap = Tls.heap();
            // In the past, so that nothing waits for a time that is to come.
            long now = Os.milliseconds() - 1000;
            Memory.putLong(heap + Heap.TRAPS_SET_AT, 0);
            Trap.set(heap, now, false);
            // For less than the decay, after which the class would be swept.
            for (int step = 0; step < 40; step++) {
                now += 10;
                Memory.putLong(heap + Heap.TRAP_AT, now);
                for (int i = 0; i < 400; i++) {
                    Trap.caught(heap, page(block), now);
                    assertTrue(isTrapped(block), "let go in step " + step);
                }
            }
            Memory.putLong(heap + Heap.TRAP_AT, 0);
            Memory.putLong(heap + Heap.TRAPS_SET_AT, 0);
            Allocator.free(block, heap);
        });
    }
}
