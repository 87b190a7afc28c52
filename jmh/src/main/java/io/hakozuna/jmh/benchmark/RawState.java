package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.RawRival;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A thread's rival, and the blocks that it keeps alive. */
@State(Scope.Thread)
public class RawState {
    @Param({"hz3", "hz3-local", "malloc-critical", "malloc"})
    public String rival;

    RawRival memory;
    private final long[] kept = new long[Live.MOST];

    @Setup
    public void open() {
        memory = RawRival.named(rival);
    }

    /** A new block instead of the one that was kept there, if any. */
    void replace(int slot, int size) {
        if (kept[slot] != 0) {
            memory.free(kept[slot]);
        }
        kept[slot] = memory.allocate(size);
    }

    @TearDown
    public void freeAll() {
        for (int slot = 0; slot < kept.length; slot++) {
            if (kept[slot] != 0) {
                memory.free(kept[slot]);
                kept[slot] = 0;
            }
        }
    }
}
