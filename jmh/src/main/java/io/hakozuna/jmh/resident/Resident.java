package io.hakozuna.jmh.resident;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.jmh.benchmark.Measured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Fork;

/**
 * A rival's figures, in KiB.
 *
 * @param rival   {@code KIND/RIVAL}
 * @param peak    when all was allocated
 * @param after   when all has just been freed
 * @param idle    when the garbage collector was called and time has passed
 * @param problem why there are no figures, or null
 */
record Resident(String rival, long peak, long after, long idle, String problem) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Of a JVM of its own with the options of the benchmarks. */
    static Resident of(String rival, int mib, Duration idle) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
        command.addAll(Arrays.asList(Measured.class.getAnnotation(Fork.class).jvmArgs()));
        command.addAll(List.of("-Dhz3.jmh.touch=pages", "-cp", System.getProperty("java.class.path"), ResidentLoad.class.getName(), rival,
            Integer.toString(mib), Long.toString(idle.toMillis())));
        Program.Output output = Program.run(command, Map.of(), LIMIT);
        String[] figures = output.out().strip().split(" ");
        if (output.exit() != 0 || figures.length != 3) {
            return new Resident(rival, 0, 0, 0, output.timedOut() ? "no end after " + LIMIT.toSeconds() + " s" : reason(output.err()));
        }
        return new Resident(rival, Long.parseLong(figures[0]), Long.parseLong(figures[1]), Long.parseLong(figures[2]), null);
    }

    /** The innermost exception. */
    private static String reason(String err) {
        return err.lines().filter(line -> line.startsWith("Caused by: ")).reduce((outer, inner) -> inner)
            .or(() -> err.lines().findFirst()).orElse("it failed").replace("Caused by: ", "");
    }
}
