package io.hakozuna.jmh.benchmark;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A block's bytes. */
@State(Scope.Benchmark)
public class Size {
    @Param({"16", "64", "256", "1024", "4096", "16384", "65536", "1048576"})
    public int size;
}
