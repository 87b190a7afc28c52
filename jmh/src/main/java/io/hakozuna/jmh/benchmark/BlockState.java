package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.BlockRival;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A thread's rival, and the blocks that it keeps alive. */
public abstract class BlockState {
    BlockRival memory;
    private final Object[] kept = new Object[Live.MOST];

    /** The rival that the parameter names. */
    abstract BlockRival named();

    @Setup
    public void open() {
        memory = named();
    }

    void pair(int size) {
        memory.free(memory.allocate(size));
    }

    /** A new block instead of the one that was kept there, if any. */
    void replace(int slot, int size) {
        if (kept[slot] != null) {
            memory.free(kept[slot]);
        }
        kept[slot] = memory.allocate(size);
    }

    @TearDown
    public void freeAll() {
        for (int slot = 0; slot < kept.length; slot++) {
            if (kept[slot] != null) {
                memory.free(kept[slot]);
                kept[slot] = null;
            }
        }
    }
}
