package io.hakozuna.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs with each rival, and hz3's blocks have all been freed then. */
class BenchmarksTest {
    private static final String UNSAFE = "-unsafe";
    private static final int PATIENCE_MS = 60_000;

    private static long inUse;

    /** What is in use for good is so before the first benchmark. */
    @BeforeAll
    static void useEverythingOnce() {
        Hz3.free(Hz3.allocate(100));
        Hz3.ofShared().close();
        inUse = Hz3.memoryUse().inUse();
    }

    static Set<String> benchmarks() {
        Set<String> names = new TreeSet<>();
        all().forEach(benchmark -> names.add(benchmark.getUsername()));
        return names;
    }

    private static Collection<BenchmarkListEntry> all() {
        return BenchmarkList.defaultList().getAll(OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT), List.of());
    }

    private static String[] rivals(String benchmark, boolean unsafe) {
        BenchmarkListEntry entry = all().stream().filter(one -> one.getUsername().equals(benchmark)).findFirst().orElseThrow();
        return Stream.of(entry.getParams().get().get("rival")).filter(rival -> rival.endsWith(UNSAFE) == unsafe).toArray(String[]::new);
    }

    @Test
    void allPatternsAreFound() {
        assertEquals(16, benchmarks().size());
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void eachRivalRunsAndLeavesNothingInUse(String benchmark) throws Exception {
        String[] rivals = rivals(benchmark, false);
        Collection<RunResult> results = run(benchmark, rivals, 0);
        int sizes = benchmark.contains(".Pair.") ? 2 : 1;
        assertEquals(rivals.length * sizes, results.size());
        assertTrue(results.stream().allMatch(result -> result.getPrimaryResult().getScore() > 0));
        awaitNothingInUse();
    }

    @Test
    void nettyRunsWithUnsafeInForks() throws Exception {
        String benchmark = "io.hakozuna.jmh.benchmark.Held.buffer";
        String[] rivals = rivals(benchmark, true);
        Collection<RunResult> results = run(benchmark, rivals, 1);
        assertTrue(rivals.length >= 3);
        assertEquals(rivals.length, results.size());
    }

    private static Collection<RunResult> run(String benchmark, String[] rivals, int forks) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include("^" + Pattern.quote(benchmark) + "$").param("rival", rivals)
            .param("size", "64", "65536").param("live", "128").forks(forks).warmupIterations(0).measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(10)).shouldFailOnError(true).verbosity(VerboseMode.SILENT);
        return new Runner(options.build()).run();
    }

    /** The blocks of closed shared arenas are freed with those of others, by the housekeeping at the latest; and threads have to end. */
    private static void awaitNothingInUse() throws InterruptedException {
        Hz3.trim();
        for (int waited = 0; Hz3.memoryUse().inUse() != inUse && waited < PATIENCE_MS; waited += 50) {
            Thread.sleep(50);
        }
        assertEquals(inUse, Hz3.memoryUse().inUse());
    }
}
