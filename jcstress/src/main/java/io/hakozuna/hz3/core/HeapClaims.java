package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A heap's thread leaves it and another one claims it: who has it sees all that the last owner did, and only one has it. */
@JCStressTest
@Outcome(id = {"0, 0", "42, 0", "0, 42"}, expect = Expect.ACCEPTABLE, desc = "At most one has it, and sees what the owner wrote.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two have it, or one does not see what the owner wrote.")
@State
public class HeapClaims {
    private final long heap = FakeHeap.create();

    /** As {@link Heaps#leave} does. */
    @Actor
    public void owner() {
        Memory.putLong(heap + FakeHeap.OBJECT, 42);
        Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
    }

    private int claim() {
        return Heaps.claim(heap) ? (int) Memory.getLong(heap + FakeHeap.OBJECT) : 0;
    }

    @Actor
    public void one(II_Result result) {
        result.r1 = claim();
    }

    @Actor
    public void other(II_Result result) {
        result.r2 = claim();
    }

    @Arbiter
    public void end() {
        FakeHeap.end(heap);
    }
}
