package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.RawRival;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A rival for threads of any kind, and one that allocates nothing. */
@State(Scope.Thread)
public class UnboundRawState {
    @Param({"none", "hz3", "malloc-critical", "malloc"})
    public String rival;

    RawRival memory;

    @Setup
    public void open() {
        memory = RawRival.named(rival);
    }
}
