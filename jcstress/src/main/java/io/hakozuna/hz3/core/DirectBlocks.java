package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads take blocks from the cache of mappings and give them back: nobody gets what another one has. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Each block was its thread's own.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two threads had one block.")
@State
public class DirectBlocks {
    private static final long SIZE = 5 << 20;

    private static boolean use(long mark) {
        long block = Allocator.allocate(SIZE, Tls.heap());
        Memory.putLong(block, mark);
        Memory.putLong(block + SIZE - 8, mark);
        boolean own = Memory.getLongOpaque(block) == mark && Memory.getLongOpaque(block + SIZE - 8) == mark;
        Allocator.free(block, Tls.heap());
        return own;
    }

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = use(1);
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = use(2);
    }
}
