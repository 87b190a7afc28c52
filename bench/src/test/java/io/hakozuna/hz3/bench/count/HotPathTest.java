package io.hakozuna.hz3.bench.count;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hot paths of the built scale lane stay within their budgets. Instructions, not time: the count is the same on every run. */
class HotPathTest {
    /** A count is a quotient of two runs; it is exact to less than this. */
    private static final double TOLERANCE = 0.1;

    @ParameterizedTest
    @EnumSource(HotPath.class)
    void staysWithinItsBudget(HotPath path) {
        Path root = Path.of(System.getProperty("hz3.root"));
        double instructions = new OperationCounter(new NativeBuild(root), root).count(path, Allocator.lane(root, "scale")).instructions();
        assertTrue(instructions <= path.budget() + TOLERANCE, path.title() + " takes " + instructions + " of " + path.budget());
    }
}
