package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** One thread sends mail while the heap's own leaves: one of them sees it, or it would lie there. See {@link DeadHeaps}. */
@JCStressTest
@Outcome(id = {"true, true", "true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "Somebody tidies up.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "The sender took the heap for alive, and its thread left without the mail.")
@State
public class MailForTheDead {
    private final long heap = create();

    private static long create() {
        long heap = FakeHeap.create();
        Memory.putInt(heap + Heap.STATE, Heap.STATE_LIVE);
        return heap;
    }

    /** As {@link Inbox#push} and {@link DeadHeaps#tidyIfDead} do. */
    @Actor
    public void sender(ZZ_Result result) {
        Inbox.push(heap, heap + FakeHeap.OBJECT, heap + FakeHeap.OBJECT);
        result.r1 = Memory.getIntVolatile(heap + Heap.STATE) == Heap.STATE_DEAD;
    }

    /** As {@link DeadHeaps#leave} and {@link DeadHeaps#tidyIfDead} do. */
    @Actor
    public void leaver(ZZ_Result result) {
        Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
        result.r2 = Memory.getLongVolatile(heap + Heap.INBOX) != 0;
    }

    @Arbiter
    public void end() {
        FakeHeap.end(heap);
    }
}
