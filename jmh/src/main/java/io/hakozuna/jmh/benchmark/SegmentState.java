package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.BlockRival;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Segments. */
@State(Scope.Thread)
public class SegmentState extends BlockState {
    @Param({"hz3", "hz3-confined", "hz3-confined-unzeroed", "hz3-shared", "hz3-shared-unzeroed", "jdk-confined", "jdk-shared", "jdk-auto"})
    public String rival;

    @Override
    BlockRival named() {
        return BlockRival.segments(rival);
    }
}
