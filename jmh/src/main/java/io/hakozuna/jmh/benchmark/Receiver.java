package io.hakozuna.jmh.benchmark;

/** The thread at the other end of a ring, which frees what it receives. */
abstract class Receiver implements Runnable {
    private static final int SPINS = 64;

    private final Thread thread = BenchmarkThreads.thread(this, "receiver");
    private volatile boolean over;

    /** In this thread, before anything is received. */
    abstract void open();

    /** Whether the block with that number was there; then it was freed. */
    abstract boolean receive(long number);

    @Override
    public final void run() {
        open();
        long number = 0;
        int turns = 0;
        while (true) {
            // Read first: if nothing is there after it was set, nothing will come.
            boolean last = over;
            if (receive(number)) {
                number++;
                turns = 0;
            } else if (last) {
                return;
            } else {
                pause(++turns);
            }
        }
    }

    final void start() {
        thread.start();
    }

    /** For who waits for room in the ring. */
    final void await(int turn) {
        if (turn % SPINS == 0 && !thread.isAlive()) {
            throw new IllegalStateException("the receiving thread has ended");
        }
        pause(turn);
    }

    /** There may be fewer processors than threads. */
    private static void pause(int turn) {
        if (turn % SPINS == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /** Returns when all that was sent has been freed. */
    final void stop() throws InterruptedException {
        over = true;
        thread.join();
    }
}
