package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.verify.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Checks under the lanes of {@link Run}. */
final class Lanes {
    private Lanes() {
    }

    /** One container for each of {@link Run#CONTRACT_LANES} with one test per check. */
    static Stream<DynamicNode> each(Check... checks) {
        return each(List.of(checks));
    }

    static Stream<DynamicNode> each(List<? extends Check> checks) {
        return Run.CONTRACT_LANES.stream().map(lane -> under(lane, checks));
    }

    /** One container for each of {@link Run#CORE_CONTRACT_LANES} with one test per check. */
    static Stream<DynamicNode> every(Check... checks) {
        return every(List.of(checks));
    }

    static Stream<DynamicNode> every(List<? extends Check> checks) {
        return Run.CORE_CONTRACT_LANES.stream().map(lane -> under(lane, checks));
    }

    static DynamicNode under(String lane, List<? extends Check> checks) {
        return DynamicContainer.dynamicContainer(lane,
            checks.stream().map(check -> DynamicTest.dynamicTest(check.name() + " under " + lane, () -> check.under(lane))));
    }

    static Run preload(Run run, String lane) {
        return lane.startsWith("/") ? run.under(Path.of(lane)) : run.under(lane);
    }

    /** The file that holds a lane's allocator. */
    static Path library(String lane) {
        return lane.equals("glibc") ? Path.of("/lib/x86_64-linux-gnu/libc.so.6") : lane.startsWith("/") ? Path.of(lane) : Run.library(lane);
    }
}
