package io.hakozuna.hz3.bench.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the end of this process up, for a while, until this is closed: who is interrupted still writes down what there is. */
public final class HeldEnd implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);

    public HeldEnd() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::await));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void await() {
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
