package io.hakozuna.hz3.bench.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CallgrindProfileTest {
    private static final String PROFILE = """
        # callgrind format
        positions: line
        events: Ir Ge
        summary: 1000 50

        ob=/lib/alloc.so
        fl=???
        fn=malloc
        0 10
        0 5 2
        cfn=refill
        calls=1 0
        0 100 20

        fl=???
        fn=refill
        0 100 20
        cob=/lib/libc.so.6
        cfn=memset
        calls=3 0
        0 700

        ob=/lib/libc.so.6
        fl=memset.S
        fn=memset
        336 700

        ob=???
        fl=???
        fn=0x0000000004001000
        0 3
        cob=/lib/alloc.so
        cfn=malloc
        calls=3 0
        0 12

        fl=???
        fn=free
        0 7 1
        """;

    @Test
    void sumsSelfCostOfTheObjectAndOfNamedFunctionsWithoutOne() {
        assertEquals(new CallgrindProfile.Cost(10 + 5 + 100 + 7, 2 + 20 + 1),
            CallgrindProfile.selfCost(PROFILE, "/lib/alloc.so"::equals));
    }

    @Test
    void anotherObject() {
        assertEquals(new CallgrindProfile.Cost(700 + 7, 1), CallgrindProfile.selfCost(PROFILE, "/lib/libc.so.6"::equals));
    }
}
