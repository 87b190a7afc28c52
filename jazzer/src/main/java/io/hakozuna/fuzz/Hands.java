package io.hakozuna.fuzz;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * The threads that make the calls, in turns and not at the same time, so that the same bytes take the same way through the library: the
 * fuzzer's own, a second one, a virtual one, and one that ends when it is told to, and then begins anew.
 */
final class Hands {
    static final int FUZZER = 0;
    static final int VIRTUAL = 2;
    static final int ENDING = 3;
    static final List<Integer> ALL = List.of(FUZZER, 1, VIRTUAL, ENDING);
    private static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().name("hand").factory();

    private final ExecutorService second = Executors.newSingleThreadExecutor(PLATFORM);
    private final ExecutorService virtual = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("virtual hand").factory());
    /** Null while there is none. */
    private Thread ending;
    private ExecutorService ends;

    /** Has the thread do it, and waits. What it throws is thrown. */
    <T> T let(int hand, Supplier<T> work) {
        return switch (hand) {
            case FUZZER -> work.get();
            case VIRTUAL -> await(virtual, work);
            case ENDING -> {
                begin();
                yield await(ends, work);
            }
            default -> await(second, work);
        };
    }

    private void begin() {
        if (ends == null) {
            ends = Executors.newSingleThreadExecutor(body -> {
                ending = PLATFORM.newThread(body);
                return ending;
            });
        }
    }

    boolean isEnded() {
        return ends == null;
    }

    /** Does nothing if there is no thread to end. */
    void end() {
        if (ends == null) {
            return;
        }
        ends.shutdown();
        try {
            ending.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        ends = null;
    }

    private static <T> T await(ExecutorService thread, Supplier<T> work) {
        Callable<T> call = work::get;
        try {
            return thread.submit(call).get();
        } catch (ExecutionException e) {
            throw new Finding("in another thread: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
