package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.BlockRival;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Segments that a thread may free which has not allocated them. */
@State(Scope.Thread)
public class SharedSegmentState extends BlockState {
    @Param({"hz3", "hz3-shared", "hz3-shared-unzeroed", "jdk-shared", "jdk-auto"})
    public String rival;

    @Override
    BlockRival named() {
        return BlockRival.segments(rival);
    }
}
