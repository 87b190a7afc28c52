package io.hakozuna.hz3.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Runs simulated threads one at a time. Whoever is to run next is decided at each atomic access, and where a thread waits or ends. */
final class Scheduler {
    /** Ends a thread of a run that has failed or is over. */
    private static final class Aborted extends Error {
        private static final long serialVersionUID = 1;

        Aborted() {
            super(null, null, false, false);
        }
    }

    private final Choices choices;
    private final long mostSteps;
    private final List<SimulatedThread> threads = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile SimulatedThread running;
    private volatile Throwable failure;
    private volatile boolean aborted;
    private long steps;

    Scheduler(Choices choices, long mostSteps) {
        this.choices = choices;
        this.mostSteps = mostSteps;
    }

    SimulatedThread running() {
        return running;
    }

    SimulatedThread thread(int id) {
        return threads.get(id);
    }

    int threads() {
        return threads.size();
    }

    long steps() {
        return steps;
    }

    /** Adds a thread that can run from now on. */
    void add(SimulatedThread thread, Runnable body) {
        threads.add(thread);
        thread.carrier = Thread.ofVirtual().unstarted(() -> {
            try {
                awaitTurn(thread);
                body.run();
            } catch (Aborted e) {
                return;
            } catch (Throwable e) {
                fail(e);
                return;
            }
            end(thread);
        });
        thread.carrier.start();
    }

    /** Lets the first thread run, and returns when all have ended. Returns what went wrong, or null. */
    Throwable run() throws InterruptedException {
        give(threads.getFirst());
        over.await();
        aborted = true;
        for (SimulatedThread thread : threads) {
            LockSupport.unpark(thread.carrier);
            thread.carrier.join();
        }
        return failure;
    }

    private void fail(Throwable cause) {
        failure = cause;
        aborted = true;
        over.countDown();
    }

    private void give(SimulatedThread next) {
        running = next;
        LockSupport.unpark(next.carrier);
    }

    private void awaitTurn(SimulatedThread thread) {
        while (running != thread || aborted) {
            if (aborted) {
                throw new Aborted();
            }
            LockSupport.park();
        }
    }

    /** The running thread is about to do something that others can see. */
    void step(boolean pauses) {
        if (aborted) {
            throw new Aborted();
        }
        if (++steps > mostSteps) {
            throw new SimulationFailure("no end after " + steps + " steps");
        }
        SimulatedThread ran = running;
        switchTo(choices.next(enabled(), ran, pauses), ran);
    }

    private void switchTo(SimulatedThread next, SimulatedThread ran) {
        if (next != ran) {
            give(next);
            awaitTurn(ran);
        }
    }

    /** The running thread goes on when the condition holds and it is chosen. */
    void await(BooleanSupplier condition, boolean rests) {
        SimulatedThread ran = running;
        ran.wakesWhen = condition;
        ran.rests = rests;
        List<SimulatedThread> enabled = enabled();
        if (enabled.isEmpty()) {
            throw new SimulationFailure("all threads wait: " + ran + " was the last one to begin");
        }
        switchTo(choices.next(enabled, ran, false), ran);
        ran.wakesWhen = null;
        ran.rests = false;
        ran.wakeUps++;
        Clock.join(ran.clock, ran.fromKernel);
    }

    private void end(SimulatedThread thread) {
        thread.ended = true;
        List<SimulatedThread> enabled = enabled();
        if (!enabled.isEmpty()) {
            give(choices.next(enabled, thread, false));
        } else if (threads.stream().allMatch(other -> other.ended)) {
            over.countDown();
        } else {
            fail(new SimulationFailure("all threads wait: " + thread + " was the last one to end"));
        }
    }

    private List<SimulatedThread> enabled() {
        List<SimulatedThread> enabled = new ArrayList<>(threads.size());
        for (SimulatedThread thread : threads) {
            if (thread.isEnabled()) {
                enabled.add(thread);
            }
        }
        return enabled;
    }
}
