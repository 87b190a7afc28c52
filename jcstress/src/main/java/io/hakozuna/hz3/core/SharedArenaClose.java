package io.hakozuna.hz3.core;

import io.hakozuna.hz3.Hz3;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** An arena is closed while another thread allocates from it, which gets a segment or is refused. */
@JCStressTest
@Outcome(id = {"0", "1"}, expect = Expect.ACCEPTABLE, desc = "A segment with what was written to it, or none.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something else.")
@State
public class SharedArenaClose {
    private final Arena arena = Hz3.ofShared();

    private int allocate(int mark) {
        try {
            var segment = arena.allocate(32);
            segment.set(ValueLayout.JAVA_INT, 0, mark);
            return segment.get(ValueLayout.JAVA_INT, 0);
        } catch (IllegalStateException refused) {
            return 0;
        }
    }

    @Actor
    public void one(I_Result result) {
        result.r1 = allocate(1);
    }

    @Actor
    public void closer() {
        arena.close();
    }
}
