package io.hakozuna.hz3.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads push to one inbox: no message is lost. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both are there.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A message is lost.")
@State
public class InboxPushes {
    private final long heap = FakeHeap.create();

    @Actor
    public void one() {
        Inbox.push(heap, heap + FakeHeap.OBJECT, heap + FakeHeap.OBJECT);
    }

    @Actor
    public void other() {
        Inbox.push(heap, heap + FakeHeap.OTHER_OBJECT, heap + FakeHeap.OTHER_OBJECT);
    }

    @Arbiter
    public void count(I_Result result) {
        result.r1 = FakeHeap.mail(heap);
        FakeHeap.end(heap);
    }
}
