package io.hakozuna.hz3.verify.programs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * stress-ng's malloc stressors, which check what they wrote into their blocks, do all their operations under every lane. stress-ng
 * restarts a stressor that a signal killed and calls the run successful, so its debug output is searched for that.
 */
final class StressNgTest {
    private static final Comparison SMALL =
        stress("malloc", 400_000, "--malloc-bytes", "16K", "--malloc-max", "10000", "--malloc-pthreads", "2");
    private static final Comparison LARGE = stress("malloc", 4000, "--malloc-bytes", "8M", "--malloc-max", "200", "--malloc-touch");
    private static final Comparison GROWING = stress("bigheap", 400, "--bigheap-growth", "1M");

    private static Comparison stress(String stressor, int operations, String... options) {
        List<String> command = Stream.concat(
            Stream.of("stress-ng", "--" + stressor, "2", "--" + stressor + "-ops", "" + operations, "--verify", "-v", "--timeout", "80"),
            Stream.of(options)).toList();
        return new Comparison((lane, directory) -> run(Run.of(command), stressor, operations, lane, directory));
    }

    private static String run(Run run, String stressor, int operations, String lane, Path directory)
        throws IOException, InterruptedException {
        Run.Result result = Preload.run(run.in(directory).within(Duration.ofSeconds(100)), lane, "stress-ng");
        String report = result.out() + result.err();
        assertFalse(Pattern.compile("died: signal|restart|fail:|error:").matcher(report).find(), report);
        long done = Pattern.compile("metrc: \\[\\d+] " + stressor + " +(\\d+) ").matcher(report).results()
            .map(MatchResult::group).map(line -> line.replaceAll(".* (\\d+) $", "$1")).mapToLong(Long::parseLong).sum();
        assertTrue(done >= operations, () -> done + " of " + operations + " operations\n" + report);
        return report.lines().filter(line -> !line.startsWith("stress-ng: ")).collect(Collectors.joining("\n"));
    }

    @EachLane
    void smallBlocksInThreads(String lane) throws Exception {
        SMALL.under(lane);
    }

    @EachLane
    void largeBlocks(String lane) throws Exception {
        LARGE.under(lane);
    }

    @EachLane
    void growingBlock(String lane) throws Exception {
        GROWING.under(lane);
    }
}
