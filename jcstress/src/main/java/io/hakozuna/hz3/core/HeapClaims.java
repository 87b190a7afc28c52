package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A heap's thread leaves it and another one claims it: who has it sees all that the last owner did. */
@JCStressTest
@Outcome(id = {"0", "42"}, expect = Expect.ACCEPTABLE, desc = "Not yet, or with what the owner wrote.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Without what the owner wrote.")
@State
public class HeapClaims {
    private final long heap = FakeHeap.create();

    /** As {@link DeadHeaps#leave} does. */
    @Actor
    public void owner() {
        Memory.putLong(heap + FakeHeap.OBJECT, 42);
        Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
    }

    private int claim() {
        return DeadHeaps.claim(heap) ? (int) Memory.getLong(heap + FakeHeap.OBJECT) : 0;
    }

    @Actor
    public void one(I_Result result) {
        result.r1 = claim();
    }

    @Arbiter
    public void end() {
        FakeHeap.end(heap);
    }
}
