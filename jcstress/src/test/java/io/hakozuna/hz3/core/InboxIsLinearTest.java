package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The inbox is a stack that is taken whole, to whoever looks: Lincheck runs random operations of three threads against each other and
 * searches for an order of the operations that explains all results. Its model checking cannot be used here: it switches threads where
 * fields are accessed, and this memory has none.
 */
public class InboxIsLinearTest {
    private final long heap = FakeHeap.create();

    @Operation
    public void push(int value) {
        long object = Allocator.allocate(32, Tls.heap());
        Memory.putLong(object, value);
        Inbox.push(heap, object, object);
    }

    /** As {@link Inbox#drain} begins; the values, the last one first. */
    @Operation
    public String take() {
        StringBuilder values = new StringBuilder();
        long object = Memory.getAndSetLongAcquire(heap + Heap.INBOX, 0);
        while (object != 0) {
            values.append(Memory.getLong(object)).append(' ');
            long next = Mail.next(Mail.linkOf(object));
            Allocator.free(object, Tls.heap());
            object = next;
        }
        return values.toString();
    }

    /** What it should be. */
    public static class Stack {
        private String values = "";

        public void push(int value) {
            values = value + " " + values;
        }

        public String take() {
            String all = values;
            values = "";
            return all;
        }
    }

    @Test
    void someOrderExplainsAllResults() {
        new StressOptions().iterations(10).invocationsPerIteration(1000).threads(3).actorsPerThread(3)
            .sequentialSpecification(Stack.class).check(InboxIsLinearTest.class);
    }
}
