package io.hakozuna.hz3.simulation;

import java.util.function.BooleanSupplier;

/**
 * One run of a simulated process, from an empty address space to the end of its last thread. There is one at a time; the seam's classes
 * find it by {@link #current}.
 */
public final class Simulation {
    private static final long GLOBALS_BYTES = 4096;
    private static final int SCRATCH = 4096;
    private static final long BLOCK_BYTES = 1L << 20;

    private static Simulation current;

    private final Options options;
    private final Choices choices;
    private final Scheduler scheduler;
    private final AddressSpace space = new AddressSpace();
    private final Accesses accesses;
    private final Kernel kernel;
    private final long globals;
    private final long noHeap;

    private Simulation(Options options, Choices choices) {
        this.options = options;
        this.choices = choices;
        scheduler = new Scheduler(choices, options.mostSteps());
        accesses = new Accesses(this, space, options.caches());
        kernel = new Kernel(this, space, accesses);
        globals = kernel.mapAtStart(GLOBALS_BYTES);
        noHeap = kernel.mapAtStart(16384);
    }

    /** Runs a process whose first thread has the body. Throws {@link SimulationFailure} if anything goes wrong in it. */
    public static long run(Options options, Choices choices, Runnable body) {
        Simulation simulation = new Simulation(options, choices);
        current = simulation;
        SimulatedKnob.setAll(options);
        simulation.begin(body, true, null);
        Throwable failure;
        try {
            failure = simulation.scheduler.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            String again = "\n  " + choices.describe() + ", step " + simulation.scheduler.steps();
            throw new SimulationFailure(failure.getMessage() + again, failure);
        }
        return simulation.scheduler.steps();
    }

    public static Simulation current() {
        return current;
    }

    static Options options() {
        return current.options;
    }

    SimulatedThread begin(Runnable body, boolean mayOwnHeap, SimulatedThread parent) {
        long block = kernel.mapAtStart(BLOCK_BYTES);
        SimulatedThread thread = new SimulatedThread(scheduler.threads(), block, mayOwnHeap);
        if (parent != null) {
            Clock.join(thread.clock, parent.clock);
            parent.tick();
        }
        scheduler.add(thread, () -> {
            ThreadWords.begin(accesses, thread, noHeap);
            body.run();
            if (thread.watchesExit) {
                options.threadExit().run();
            }
        });
        return thread;
    }

    SimulatedThread running() {
        return scheduler.running();
    }

    SimulatedThread thread(int id) {
        return scheduler.thread(id);
    }

    int threads() {
        return scheduler.threads();
    }

    Choices choices() {
        return choices;
    }

    int mostMillisecondsARead() {
        return options.mostMillisecondsARead();
    }

    void step(boolean pauses) {
        scheduler.step(pauses);
    }

    /** The calling thread is in a waiting loop. */
    public void pause() {
        scheduler.step(true);
    }

    void await(BooleanSupplier condition, boolean rests) {
        scheduler.await(condition, rests);
    }

    public boolean endsUnseen() {
        return options.endsUnseen();
    }

    public long addressSpaceLimit() {
        return options.addressSpaceLimit();
    }

    public long memoryLimit() {
        return options.memoryLimit();
    }

    public Accesses accesses() {
        return accesses;
    }

    public Kernel kernel() {
        return kernel;
    }

    public long globals() {
        return globals;
    }

    public long noHeap() {
        return noHeap;
    }

    /** The block of words that belongs to the calling thread. */
    public long threadBlock() {
        return running().block;
    }

    /** Room on the calling thread's stack. */
    public long stack() {
        return running().block + SCRATCH;
    }

    public int threadNumber() {
        return running().id + 1;
    }

    public boolean mayOwnHeap() {
        return running().mayOwnHeap;
    }

    public void watchExit() {
        running().watchesExit = true;
    }

    /** The block of the thread with the number. */
    public long blockOf(int number) {
        return thread(number - 1).block;
    }

    void watch(String what, long address, Page page) {
        if (address == options.watched()) {
            new Throwable(running() + ": " + what + ", now " + page.get(Page.cell(address) & -2, 8)).printStackTrace(System.out);
        }
    }
}
