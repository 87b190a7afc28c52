package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The owner takes all mail while another thread pushes: it finds the message whole or not at all, and then the message stays. */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The owner came first.")
@Outcome(id = "42, 0", expect = Expect.ACCEPTABLE, desc = "The owner has the message, and what was written before it was sent.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The message is torn, lost or there twice.")
@State
public class InboxTake {
    private final long heap = FakeHeap.create();

    @Actor
    public void sender() {
        Memory.putLong(heap + FakeHeap.OBJECT, 42);
        Inbox.push(heap, heap + FakeHeap.OBJECT, heap + FakeHeap.OBJECT);
    }

    /** As {@link Inbox#drain} begins. */
    @Actor
    public void owner(II_Result result) {
        long object = Memory.getAndSetLongAcquire(heap + Heap.INBOX, 0);
        result.r1 = object == 0 ? 0 : (int) Memory.getLong(object);
    }

    @Arbiter
    public void count(II_Result result) {
        result.r2 = FakeHeap.mail(heap);
        FakeHeap.end(heap);
    }
}
