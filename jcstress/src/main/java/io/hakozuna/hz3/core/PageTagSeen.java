package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Who has an address from the program's own synchronisation sees its page's tag. */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "The address has not come yet.")
@Outcome(id = "77", expect = Expect.ACCEPTABLE, desc = "The address and its tag.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The address without its tag.")
@State
public class PageTagSeen {
    private static final long PAGE = 3;

    private final long heap = create();
    private volatile long passed;

    private static long create() {
        long heap = FakeHeap.create();
        Memory.putLong(heap + Heap.TAGS, heap + FakeHeap.TABLE);
        return heap;
    }

    @Actor
    public void owner() {
        PageTag.set(heap, PAGE, 77);
        passed = heap;
    }

    @Actor
    public void other(I_Result result) {
        result.r1 = passed == 0 ? -1 : PageTag.get(heap, PAGE);
    }

    @Arbiter
    public void end() {
        FakeHeap.end(heap);
    }
}
