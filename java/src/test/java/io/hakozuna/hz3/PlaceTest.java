package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    void equalStacksAreTheSameObject() {
        List<List<StackTraceElement>> stacks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            // Read at once where there are many blocks, else now.
            stacks.add(Place.here(i * 1_000_000L).stack());
        }
        assertSame(stacks.get(0), stacks.get(1));
        assertSame(stacks.get(0), stacks.get(2));
        assertNotEquals(stacks.get(0), Place.here(0).stack());
    }

    @Test
    void framesInsideHz3AreLeftOutButTheOneThatWasCalled() {
        List<StackTraceElement> stack = called().stack();
        assertEquals("framesInsideHz3AreLeftOutButTheOneThatWasCalled", stack.getFirst().getMethodName(), "the last inside hz3's package");
        assertTrue(stack.getFirst().getLineNumber() > 0);
        assertFalse(stack.get(1).getClassName().startsWith("io.hakozuna.hz3."));
    }

    private static Place called() {
        return Place.here(0);
    }

    @Test
    void aLineHasTheFirstFramesOutsideHz3() {
        List<StackTraceElement> outside = List.of(frame("a.B", "one", 1), frame("io.hakozuna.hz3.Hz3", "again", 2), frame("a.B", "two", 3),
            frame("a.B", "three", 4));
        assertEquals("a.B.one(F.java:1) < io.hakozuna.hz3.Hz3.again(F.java:2)", Place.text(outside));
        assertEquals("a.B.one(F.java:1)", Place.text(List.of(frame("io.hakozuna.hz3.Hz3", "allocate", 9),
            frame("io.hakozuna.hz3.netty.Buffers", "allocate", 8), frame("java.lang.foreign.Arena", "allocate", 7),
            frame("a.B", "one", 1))));
        assertEquals("io.hakozuna.hz3.Hz3.main(F.java:9)", Place.text(List.of(frame("io.hakozuna.hz3.Hz3", "main", 9))),
            "there is nobody else");
    }

    private static StackTraceElement frame(String type, String method, int line) {
        return new StackTraceElement(type, method, "F.java", line);
    }
}
