package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads count under one lock; no count is lost, and at the end it is free. */
@JCStressTest
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "Each that was in has counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two were in at the same time, or the lock is still held.")
@State
public class LockExcludes {
    private final long lock = FakeHeap.create();
    private final long counter = lock + 8;

    private void count() {
        Memory.putLong(counter, Memory.getLong(counter) + 1);
    }

    @Actor
    public void one() {
        Lock.take(lock);
        count();
        Lock.leave(lock);
    }

    @Actor
    public void other() {
        one();
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = (int) Memory.getLong(counter);
        result.r2 = Memory.getInt(lock);
        FakeHeap.end(lock);
    }
}
