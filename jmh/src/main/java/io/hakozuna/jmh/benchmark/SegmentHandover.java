package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Sends segments. */
@State(Scope.Thread)
public class SegmentHandover extends BlockHandover {
    @Setup
    public void start(SharedSegmentState state) {
        start(state.memory);
    }
}
