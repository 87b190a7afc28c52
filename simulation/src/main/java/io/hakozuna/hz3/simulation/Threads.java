package io.hakozuna.hz3.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a simulated program can do with threads, outside of the allocator. All of it orders what it must. */
public final class Threads {
    private Threads() {
    }

    /** The calling thread. */
    public static SimulatedThread running() {
        return Simulation.current().running();
    }

    /** Begins a thread. */
    public static SimulatedThread begin(Runnable body) {
        Simulation simulation = Simulation.current();
        return simulation.begin(body, true, simulation.running());
    }

    /** Begins a thread that cannot have a heap of its own, as the JVM's virtual threads. */
    public static SimulatedThread beginGuest(Runnable body) {
        Simulation simulation = Simulation.current();
        return simulation.begin(body, false, simulation.running());
    }

    /** Waits for the end of threads. */
    public static void join(SimulatedThread... threads) {
        Simulation simulation = Simulation.current();
        for (SimulatedThread thread : threads) {
            simulation.await(() -> thread.ended, true);
            Clock.join(simulation.running().clock, thread.clock);
        }
    }

    /** Time passes for all threads, while the caller sleeps. */
    public static void sleep(long milliseconds) {
        Simulation simulation = Simulation.current();
        simulation.kernel().pass(milliseconds);
        simulation.await(() -> true, true);
    }

    /** A queue without a bound. Who takes sees what was done before the put. */
    public static final class Mailbox {
        private record Letter(long value, int[] clock) {
        }

        private final Deque<Letter> letters = new ArrayDeque<>();

        public void put(long value) {
            Simulation simulation = Simulation.current();
            simulation.step(false);
            SimulatedThread thread = simulation.running();
            letters.add(new Letter(value, Clock.copy(thread.clock)));
            thread.tick();
        }

        /** Waits for a value. */
        public long take() {
            Simulation simulation = Simulation.current();
            if (letters.isEmpty()) {
                simulation.await(() -> !letters.isEmpty(), true);
            }
            Letter letter = letters.remove();
            Clock.join(simulation.running().clock, letter.clock);
            return letter.value;
        }
    }

    /** A lock of the program's. */
    public static final class Mutex {
        private final int[] clock = new int[Clock.MOST_THREADS];
        private boolean held;

        public void lock() {
            Simulation simulation = Simulation.current();
            simulation.await(() -> !held, true);
            held = true;
            Clock.join(simulation.running().clock, clock);
        }

        public void unlock() {
            SimulatedThread thread = Simulation.current().running();
            held = false;
            Clock.join(clock, thread.clock);
            thread.tick();
        }
    }
}
