package io.hakozuna.hz3.bench.trace;

/**
 * Is told what a program did, in the order of all its threads. Threads are numbered from 0 on in the order of their first calls,
 * blocks by slots that {@link Slots} gives. Each method but the last is one call of the program.
 */
interface Listener {
    void allocated(int thread, Operation operation, int slot, long size, long alignment);

    /** The new block has a slot of its own. */
    void reallocated(int thread, int oldSlot, int slot, long size);

    /** By free, or by a realloc to size 0. */
    void freed(int thread, Operation operation, int slot);

    void threadEnded(int thread);
}
