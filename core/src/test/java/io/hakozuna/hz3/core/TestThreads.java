package io.hakozuna.hz3.core;

import java.util.ArrayList;
import java.util.List;

/** Threads that leave the allocator properly when they end, as the library's threads do, and whose failures reach the test. */
final class TestThreads {
    private TestThreads() {
    }

    @FunctionalInterface
    interface Body {
        void run(int index) throws Exception;
    }

    static void run(int count, Body body) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    body.run(index);
                } catch (Throwable failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                } finally {
                    Lifecycle.threadExit();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " of " + count + " threads failed", failures.get(0));
        }
    }
}
