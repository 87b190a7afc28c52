package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How many blocks are alive. */
@State(Scope.Benchmark)
public class Live {
    static final int MOST = 512;

    /** A power of two. */
    @Param({"128", "512"})
    public int live;
}
