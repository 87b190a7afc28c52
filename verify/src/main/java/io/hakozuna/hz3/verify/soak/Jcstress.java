package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The tests of the module {@code jcstress}. */
record Jcstress() implements Part {
    private static final Path JAR = Run.ROOT.resolve("jcstress/target/hz3-jcstress.jar");
    private static final int SECONDS = 60;

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
            "-m", "quick", "-tb", SECONDS * size + "s", "-r", results.toString());
        Run.Result result = Run.of(command).in(results).within(Duration.ofSeconds(SECONDS * size * 4L + 300)).run();
        return result.exit() == 0 ? Round.fine("seconds", (long) SECONDS * size) : Workshop.failed(result);
    }
}
