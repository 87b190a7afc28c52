package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Sends buffers. */
@State(Scope.Thread)
public class BufferHandover extends BlockHandover {
    @Setup
    public void start(BufferState state) {
        start(state.memory);
    }
}
