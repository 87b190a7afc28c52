package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.ArenaRival;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Arenas. */
@State(Scope.Thread)
public class ArenaState {
    @Param({"hz3-confined", "hz3-confined-unzeroed", "hz3-shared", "hz3-shared-unzeroed", "jdk-confined", "jdk-shared", "jdk-auto"})
    public String rival;

    ArenaRival arenas;

    @Setup
    public void open() {
        arenas = ArenaRival.named(rival);
    }
}
