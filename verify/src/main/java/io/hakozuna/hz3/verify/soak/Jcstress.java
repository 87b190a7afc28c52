package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The tests of the module {@code jcstress}, each in every mode of the JVM. */
record Jcstress() implements Part {
    private static final Path JAR = Run.ROOT.resolve("jcstress/target/hz3-jcstress.jar");
    /** What it says of results at its end: those that are interesting, and the rest. Those that are forbidden end it with an error. */
    private static final Pattern RESULTS = Pattern.compile("tests: (\\d+) matching test results");
    private static final int ITERATIONS = 2;

    @Override
    public String name() {
        return "jcstress";
    }

    @Override
    public String what() {
        return "each lock-free structure alone, its few steps against each other, on the JVM's memory";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        Path results = Files.createDirectories(Run.ROOT.resolve("target/verify/jcstress"));
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString(),
            "-m", "quick", "-sc", "false", "-f", "1", "-iters", Integer.toString(ITERATIONS * size), "-r", results.toString());
        Run.Result result = Run.of(command).in(results).within(Duration.ofMinutes(20)).run();
        long seen = RESULTS.matcher(result.out()).results().mapToLong(match -> Long.parseLong(match.group(1))).sum();
        // With no test it would end with 0 as well.
        return result.exit() == 0 && seen > 0 ? Round.fine("results", seen) : Workshop.failed(result);
    }
}
