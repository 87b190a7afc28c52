package io.hakozuna.hz3.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The table of threads. Here no heap is behind the words: they are numbers. */
class ThreadsTest {
    private static void inAThread(Thread.Builder builder, Runnable body) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = builder.unstarted(body);
        thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
        thread.start();
        thread.join();
        assertEquals(List.of(), failures);
    }

    @Test
    void aThreadBeginsWithoutAHeapAndKeepsWhatItIsGiven() throws InterruptedException {
        inAThread(Thread.ofPlatform(), () -> {
            assertEquals(Tls.noHeap(), Tls.heap());
            assertEquals(0, Tls.ownHeap());
            assertTrue(Tls.mayOwnHeap());
            assertEquals(Tls.noHeap(), Tls.heap());
            Tls.setOwnHeap(7);
            Tls.setHeap(7);
            Tls.setTrace(5);
            assertEquals(7, Tls.heap());
            assertEquals(7, Tls.ownHeap());
            assertEquals(5, Tls.trace());
            assertFalse(Tls.exiting());
            assertEquals(Tls.slot(), Threads.entry() + Threads.HEAP);
            Tls.setOwnHeap(0);
        });
    }

    @Test
    void aVirtualThreadHasNoEntry() throws InterruptedException {
        inAThread(Thread.ofVirtual(), () -> {
            assertFalse(Tls.mayOwnHeap());
            assertEquals(Tls.noHeap(), Tls.heap());
            Tls.setTrace(5);
            assertEquals(0, Tls.trace());
        });
    }

    @Test
    void threadsThatLiveAtATimeHaveEntriesOfTheirOwn() throws InterruptedException {
        int count = 500;
        Set<Integer> numbers = new HashSet<>();
        CountDownLatch entered = new CountDownLatch(count);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                if (Tls.mayOwnHeap()) {
                    synchronized (numbers) {
                        numbers.add(Threads.number());
                    }
                }
                entered.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        entered.await();
        assertEquals(count, numbers.size());
        numbers.forEach(number -> assertFalse(Threads.ended(number)));
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        numbers.forEach(number -> assertTrue(Threads.ended(number)));
    }

    /** Of a thread whose heap others had taken before it ended nobody asks any more. */
    @Test
    void aThreadThatHasEndedIsLeftToTheCollector() throws InterruptedException {
        int[] number = new int[1];
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            if (Tls.mayOwnHeap()) {
                Tls.setOwnHeap(7);
                Tls.setHeap(7);
                number[0] = Threads.number();
            }
            entered.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        entered.await();
        Tls.forget(number[0]);
        Threads.forgetEnded();
        assertTrue(Threads.isKnown(number[0]));
        end.countDown();
        thread.join();
        assertTrue(Threads.isKnown(number[0]));
        Threads.forgetEnded();
        assertFalse(Threads.isKnown(number[0]));
    }

    /** Many more threads than entries in the course of time; and an entry whose heap nobody has taken is nobody else's. */
    @Test
    void entriesOfEndedThreadsAreUsedAgainOnceTheirHeapsAreTaken() throws InterruptedException {
        int[] number = new int[1];
        inAThread(Thread.ofPlatform(), () -> {
            assertTrue(Tls.mayOwnHeap());
            Tls.setOwnHeap(7);
            Tls.setHeap(7);
            number[0] = Threads.number();
        });
        for (int i = 0; i < 20_000; i++) {
            inAThread(Thread.ofPlatform(), () -> {
                assertTrue(Tls.mayOwnHeap());
                assertNotEquals(number[0], Threads.number());
            });
        }
        assertNotEquals(0, Threads.outside(number[0]));
        Tls.forget(number[0]);
        assertEquals(0, Threads.outside(number[0]));
    }
}
