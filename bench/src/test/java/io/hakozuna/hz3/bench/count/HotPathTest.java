package io.hakozuna.hz3.bench.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.load.NativeLoad;
import io.hakozuna.hz3.bench.load.Workload;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hot paths of the built scale lane stay within their budgets. Instructions, not time: the count is the same on every run. */
class HotPathTest {
    /** A count is a quotient of two runs; it is exact to less than this. */
    private static final double TOLERANCE = 0.1;
    private static final double ATOMIC_TOLERANCE = 0.0005;
    private static final Path ROOT = Path.of(System.getProperty("hz3.root"));

    @ParameterizedTest
    @EnumSource(HotPath.class)
    void staysWithinItsBudget(HotPath path) {
        OperationCount count = new OperationCounter(new NativeBuild(ROOT), ROOT).count(path, Allocator.lane(ROOT, "scale"));
        assertNull(count.problem());
        assertTrue(count.instructions() > 0 && count.instructions() <= path.budget() + TOLERANCE,
            path.title() + " takes " + count.instructions() + " of " + path.budget());
        assertTrue(count.atomics() <= path.atomicBudget() + ATOMIC_TOLERANCE,
            path.title() + " takes " + count.atomics() + " atomic operations of " + path.atomicBudget());
    }

    @Test
    void theDocumentHasTheseOperations() throws IOException {
        List<String> documented = Files.readAllLines(ROOT.resolve("docs/HOT_PATHS.md")).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| operation ")).map(line -> line.split(" \\| ")[0].substring(2)).toList();
        assertEquals(Stream.of(HotPath.values()).map(HotPath::title).toList(), documented,
            "./hz3 bench callgrind --hot-paths docs/HOT_PATHS.md brings it up to date");
    }

    @Test
    void whatFailsUnderValgrindIsItsOwnProblemOnly() {
        NativeLoad broken = new NativeLoad(Workload.RANDOM_MIXED, 1, 2000, "{work} 0 16 16");
        OperationCount count = new OperationCounter(new NativeBuild(ROOT), ROOT).count("broken", broken, Allocator.named("glibc"));
        assertEquals(OperationCount.failed("glibc", "fails under valgrind: exit 2"), count);
    }
}
