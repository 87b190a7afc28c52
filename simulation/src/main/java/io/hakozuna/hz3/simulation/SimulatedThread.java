package io.hakozuna.hz3.simulation;

import java.util.function.BooleanSupplier;

/** One simulated thread. It runs on a virtual thread, while the {@link Scheduler} says so. */
public final class SimulatedThread {
    final int id;
    final int[] clock;
    /** What others told the thread while it slept, by the kernel. */
    final int[] fromKernel = new int[Clock.MOST_THREADS];
    /** Where the simulated process has what belongs to the thread. */
    final long block;
    final boolean mayOwnHeap;
    Thread carrier;
    /** What the thread waits for, or null. */
    BooleanSupplier wakesWhen;
    /** Whether it sleeps outside of the allocator, as in a system call of the program's. */
    boolean rests;
    boolean ended;
    boolean watchesExit;
    /** The word that it sleeps on in the kernel, or 0. */
    long waitsOn;
    int priority;
    long wakeUps;

    SimulatedThread(int id, long block, boolean mayOwnHeap) {
        this.id = id;
        this.block = block;
        this.mayOwnHeap = mayOwnHeap;
        clock = Clock.of(id);
    }

    int epoch() {
        return Clock.epoch(clock, id);
    }

    void tick() {
        clock[id]++;
    }

    boolean isEnabled() {
        return !ended && (wakesWhen == null || wakesWhen.getAsBoolean());
    }

    @Override
    public String toString() {
        return "thread " + id;
    }
}
