package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What HotSpot's compiler makes of a pair of calls. It stops inlining in a method at a number of nodes of its graph, of which each access
 * outside the Java heap takes some 600, and from there on the fast paths' loads and stores are calls. What it decides is printed.
 */
class CompiledPairTest {
    private static final String NO_ROOM = "NodeCountInliningCutoff";

    /** The compiler parses the body of a {@code do while} loop twice. */
    static final class Pairs {
        private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

        private Pairs() {
        }

        public static void main(String[] arguments) {
            for (int i = 0; i < 40; i++) {
                pairs(200_000, 64 + i % 2);
            }
        }

        private static void pairs(int count, int size) {
            int left = count;
            do {
                long address = Hz3.allocate(size);
                ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, size);
                Hz3.free(address);
                left--;
            } while (left != 0);
        }
    }

    @Test
    void twoPairsInAMethodAreInlinedAsAWhole() {
        ChildJvm child = ChildJvm.run(Pairs.class, List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=PrintInlining," + Pairs.class.getName() + "::pairs"));
        assertEquals(0, child.exit(), child.out());
        List<String> frees = child.out().lines().filter(line -> line.contains("core.Allocator::free (")).toList();
        assertTrue(frees.getLast().endsWith("inline (hot)   inline (hot)"), () -> "the body is not there twice: " + frees);
        assertFalse(child.out().contains(NO_ROOM),
            () -> String.join("\n", child.out().lines().filter(line -> line.contains(NO_ROOM)).toList()));
    }
}
