package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.BlockRival;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Buffers. */
@State(Scope.Thread)
public class BufferState extends BlockState {
    @Param({"hz3", "netty-hz3", "jdk-direct", "netty-pooled", "netty-adaptive", "netty-unpooled", "netty-hz3-unsafe",
        "netty-pooled-unsafe", "netty-adaptive-unsafe", "netty-unpooled-unsafe"})
    public String rival;

    @Override
    BlockRival named() {
        return BlockRival.buffers(rival);
    }
}
