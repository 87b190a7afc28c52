package io.hakozuna.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs without misuse run clean whatever is checked, and at their end nothing is in use. The seed is the test's parameter. */
class CheckedModelTest {
    private static final int OPERATIONS = 2000;

    private static void run(List<Thread> threads, List<Throwable> failures) throws InterruptedException {
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " threads failed", failures.getFirst());
        }
    }

    private static Thread thread(boolean virtual, CheckedModel model, List<Throwable> failures) {
        Runnable body = () -> {
            try {
                model.run(OPERATIONS);
            } catch (Throwable e) {
                synchronized (failures) {
                    failures.add(e);
                }
            }
        };
        return virtual ? Thread.ofVirtual().unstarted(body) : Thread.ofPlatform().unstarted(body);
    }

    private static void assertNothingIsInUse(long before) {
        assertEquals(List.of(), Hz3.leaks());
        Hz3.checkAll();
        Hz3.trim();
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    private static long inUse() {
        Hz3.free(Hz3.allocate(1));
        Hz3.trim();
        return Hz3.memoryUse().inUse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneThreadRunsClean(long seed) {
        long before = inUse();
        CheckedModel model = new CheckedModel(seed, new ConcurrentLinkedQueue<>());
        model.run(2 * OPERATIONS);
        model.freeAll();
        assertNothingIsInUse(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void threadsThatFreeEachOthersBlocksRunClean(long seed) throws Exception {
        long before = inUse();
        ConcurrentLinkedQueue<CheckedModel.Block> passed = new ConcurrentLinkedQueue<>();
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            threads.add(thread(i >= 3, new CheckedModel(seed * 100 + i, passed), failures));
        }
        // Looks and reports meanwhile.
        threads.add(Thread.ofPlatform().unstarted(() -> {
            try {
                for (int i = 0; i < 20; i++) {
                    Hz3.checkAll();
                    Hz3.leaks();
                    Hz3.memoryUse();
                    Hz3.trim();
                }
            } catch (Throwable e) {
                synchronized (failures) {
                    failures.add(e);
                }
            }
        }));
        run(threads, failures);
        new CheckedModel(seed, passed).freeAll();
        assertNothingIsInUse(before);
    }

    @Test
    void everyBlockHasAnAddressOfItsOwn() {
        long first = Hz3.allocate(0);
        long second = Hz3.allocate(0);
        long third = Hz3.reallocate(Hz3.allocate(10), 0);
        assertTrue(first != second && second != third && first != third);
        Hz3.free(first);
        Hz3.free(second);
        Hz3.free(third);
    }
}
