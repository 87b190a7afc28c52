package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import elsewhere.Replacing;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Threads as the JVM has them: nobody tells when they end, and of the virtual ones there may be a million. */
class UnseenEndsTest {
    private static final int SIZE = 208;

    private static void inAThread(Thread.Builder builder, Runnable body) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = builder.unstarted(body);
        thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
        thread.start();
        thread.join();
        assertEquals(List.of(), failures);
    }

    @Test
    void theNextThreadTakesTheHeapOfOneThatHasEnded() throws InterruptedException {
        // The threads of other tests that have ended leave their heaps first.
        for (int i = 0; i < 100; i++) {
            inAThread(Thread.ofPlatform(), () -> Allocator.free(Allocator.allocate(SIZE, Tls.heap()), Tls.heap()));
        }
        long owners = Heaps.owners();
        for (int i = 0; i < 1000; i++) {
            inAThread(Thread.ofPlatform(), () -> {
                for (int size = 16; size < 2048; size += 16) {
                    Allocator.free(Allocator.allocate(size, Tls.heap()), Tls.heap());
                }
            });
        }
        assertEquals(owners, Heaps.owners());
    }

    @Test
    void aTickTakesTheHeapOfOneThatHasEndedAndItsMemoryGoesBack() throws InterruptedException {
        Home home = Home.before();
        long[] heap = new long[1];
        inAThread(Thread.ofPlatform(), () -> {
            long[] blocks = new long[10_000];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = Allocator.allocate(SIZE, Tls.heap());
            }
            for (long block : blocks) {
                Allocator.free(block, Tls.heap());
            }
            heap[0] = Tls.heap();
        });
        assertEquals(Heap.STATE_LIVE, Memory.getInt(heap[0] + Heap.STATE));
        PurgeThread.round();
        assertNotEquals(Heap.STATE_LIVE, Memory.getInt(heap[0] + Heap.STATE));
        home.assertThatAllIsBack();
    }

    @Test
    void theHeapOfAThreadThatIsInsideIsNotTaken() throws InterruptedException {
        CountDownLatch allocated = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        long[] heap = new long[3];
        Thread sleeper = Thread.ofPlatform().start(() -> {
            Allocator.free(Allocator.allocate(SIZE, Tls.heap()), Tls.heap());
            heap[0] = Tls.heap();
            // The frames of this test are in the allocator's package: they count as inside.
            allocated.countDown();
            try {
                looked.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            heap[1] = Tls.heap();
        });
        allocated.await();
        assertFalse(IdleHeaps.take(heap[0]));
        looked.countDown();
        sleeper.join();
        assertEquals(heap[0], heap[1]);
        assertTrue(IdleHeaps.take(heap[0]));
        assertFalse(IdleHeaps.take(heap[0]));
        DeadHeaps.leave(heap[0], 0);
    }

    @Test
    void theHeapOfAThreadThatRestsIsTakenAndTheThreadGetsAnother() throws Exception {
        // The rest is in the executor's frames, which are none of ours.
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            long first = executor.submit(UnseenEndsTest::allocateAndTellTheHeap).get();
            while (!IdleHeaps.take(first)) {
                Thread.onSpinWait();
            }
            DeadHeaps.leave(first, 0);
            long second = executor.submit(UnseenEndsTest::allocateAndTellTheHeap).get();
            assertEquals(Heap.STATE_LIVE, Memory.getInt(second + Heap.STATE));
            assertTrue(Memory.getInt(second + Heap.THREAD) != 0);
        }
    }

    private static long allocateAndTellTheHeap() {
        Allocator.free(Allocator.allocate(SIZE, Tls.heap()), Tls.heap());
        return Tls.heap();
    }

    @Test
    void heapsThatAreTakenAllTheTimeLoseNothing() throws InterruptedException {
        Home home = Home.before();
        long taken = Statistics.sum(Heap.TAKEN);
        AtomicBoolean stop = new AtomicBoolean();
        Thread taker = Thread.ofPlatform().start(() -> {
            long hand = 0;
            while (!stop.get()) {
                hand = hand % Heaps.owners() + 1;
                long heap = Arena.heapOf(hand);
                if (Memory.getIntOpaque(heap + Heap.STATE) == Heap.STATE_LIVE && IdleHeaps.take(heap)) {
                    DeadHeaps.leave(heap, 0);
                }
            }
        });
        try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
            List<Future<?>> works = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                works.add(executor.submit(new Replacing(i, 1_000_000)));
            }
            for (Future<?> work : works) {
                work.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            stop.set(true);
            taker.join();
        }
        home.assertThatAllIsBack();
        assertTrue(Statistics.sum(Heap.TAKEN) - taken > 100, () -> "heaps were taken under way only " + (Statistics.sum(Heap.TAKEN) - taken) + " times");
    }

    @Test
    void aVirtualThreadHasNoHeapAndLeavesNothingBehind() throws InterruptedException {
        Home home = Home.before();
        inAThread(Thread.ofVirtual(), () -> Allocator.free(Allocator.allocate(SIZE, Tls.heap()), Tls.heap()));
        List<Thread> threads = new ArrayList<>();
        long[] blocks = new long[20_000];
        for (int i = 0; i < blocks.length; i++) {
            int index = i;
            threads.add(Thread.ofVirtual().start(() -> {
                assertTrue(Heap.isNone(Tls.heap()));
                Allocator.free(Allocator.allocate(SIZE, Tls.heap()), Tls.heap());
                blocks[index] = Allocator.allocate(SIZE, Tls.heap());
                assertTrue(Heap.isNone(Tls.heap()));
                Memory.putLong(blocks[index], index);
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < blocks.length; i++) {
            assertEquals(i, Memory.getLong(blocks[i]));
        }
        inAThread(Thread.ofVirtual(), () -> {
            for (long block : blocks) {
                Allocator.free(block, Tls.heap());
            }
        });
        home.assertThatAllIsBack();
        assertTrue(Memory.getLong(Globals.at(Globals.COMMON_COUNT)) <= Guests.MOST);
    }
}
