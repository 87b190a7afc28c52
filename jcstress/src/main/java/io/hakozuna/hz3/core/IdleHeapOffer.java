package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread offers its heap, and another one takes it: who sees the thread sees where its word for the heap is. */
@JCStressTest
@Outcome(id = {"0", "1"}, expect = Expect.ACCEPTABLE, desc = "Not yet, or taken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The thread is seen and its words are not.")
@State
public class IdleHeapOffer {
    private final long heap = FakeHeap.create();
    private final long slot = heap + FakeHeap.TABLE;

    /** As {@link IdleHeaps#offer} does. */
    @Actor
    public void thread() {
        Memory.putLongOpaque(slot, heap);
        Memory.putLong(heap + Heap.TLS_SLOT, slot);
        Memory.putIntRelease(heap + Heap.THREAD, 7);
    }

    /** As {@link IdleHeaps#take} does, but for the look at the thread. */
    private int take() {
        if (Memory.getIntAcquire(heap + Heap.THREAD) == 0) {
            return 0;
        }
        long seen = Memory.getLong(heap + Heap.TLS_SLOT);
        if (seen != slot) {
            return -1;
        }
        return Memory.compareAndSetLongVolatile(seen, heap, 0) ? 1 : 0;
    }

    @Actor
    public void one(I_Result result) {
        result.r1 = take();
    }

    @Arbiter
    public void end() {
        FakeHeap.end(heap);
    }
}
