package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What HotSpot's compiler makes of a pair of calls. It stops inlining in a method at a number of nodes of its graph, of which each access
 * outside the Java heap takes some 600, and from there on the fast paths' loads and stores are calls. What it decides is printed.
 */
class CompiledPairTest {
    /** The compiler parses the body of a {@code do while} loop twice. */
    static final class Pairs {
        private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

        private Pairs() {
        }

        public static void main(String[] arguments) {
            for (int i = 0; i < 40; i++) {
                switch (arguments[0]) {
                    case "plain" -> plain(50_000, 64 + i % 2);
                    case "sized" -> sized(50_000, 64 + i % 2);
                    default -> sized(50_000, 5000 + i % 2);
                }
            }
        }

        private static void plain(int count, int size) {
            int left = count;
            do {
                long address = Hz3.allocate(size);
                ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, size);
                Hz3.free(address);
                left--;
            } while (left != 0);
        }

        private static void sized(int count, int size) {
            int left = count;
            do {
                long address = Hz3.allocate(size);
                ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, size);
                Hz3.free(address, size);
                left--;
            } while (left != 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "sized", "sized beyond the linear classes"})
    void twoPairsInAMethodAreInlinedAsAWhole(String kind) {
        ChildJvm child = ChildJvm.run(Pairs.class, List.of("-Xbatch", "-XX:-TieredCompilation", "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompileCommand=quiet", "-XX:CompileCommand=PrintInlining," + Pairs.class.getName() + "::*"), kind);
        assertEquals(0, child.exit(), child.out());
        List<String> frees = lines(child, "hz3.Hz3::free (");
        assertTrue(frees.stream().anyMatch(line -> line.endsWith("inline (hot)   inline (hot)")), () -> "not twice: " + child.out());
        List<String> accesses = lines(child, "hz3.sys.Memory::");
        assertTrue(accesses.size() > 10, child.out());
        assertEquals(List.of(), accesses.stream().filter(line -> line.contains("failed to inline")).toList());
    }

    private static List<String> lines(ChildJvm child, String part) {
        return child.out().lines().filter(line -> line.contains(part)).toList();
    }
}
