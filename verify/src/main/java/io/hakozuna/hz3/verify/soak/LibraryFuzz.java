package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Fuzzing of the Java library by the module {@code jazzer}, with the lane's settings: without checks, and with all of them. The inputs that
 * went new ways are kept for the rounds that come.
 */
record LibraryFuzz(Workshop workshop, String lane) implements Part {
    private static final Path JAR = Run.ROOT.resolve("jazzer/target/hz3-jazzer.jar");
    private static final Path FOLDER = Run.ROOT.resolve("target/verify/library-fuzz");
    private static final long INPUTS = 400;
    /** With checks, which make an input take longer. */
    private static final long CHECKED_INPUTS = 150;

    @Override
    public String name() {
        return "library fuzz";
    }

    @Override
    public String what() {
        return "Jazzer: bytes are calls of the Java library by four threads in turns, compared with a model, guided by the coverage of its "
            + "classes; with -Dhz3.check=all and without";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        Round unchecked = fuzz(seed, INPUTS * size, List.of());
        if (unchecked.failure() != null) {
            return unchecked;
        }
        Round checked = fuzz(seed, CHECKED_INPUTS * size, List.of("-Dhz3.check=all"));
        return checked.failure() != null ? checked : Round.fine("inputs", (INPUTS + CHECKED_INPUTS) * size);
    }

    private Round fuzz(long seed, long inputs, List<String> checks) throws IOException, InterruptedException {
        Path failing = FOLDER.resolve("failing");
        Files.createDirectories(FOLDER);
        Files.deleteIfExists(failing);
        Run.Result result = command(checks, "fuzz", Long.toString(seed), Long.toString(inputs), FOLDER.resolve("corpus").toString(),
            failing.toString()).run();
        if (result.exit() == 0) {
            return Round.fine("inputs", inputs);
        }
        if (!Files.exists(failing)) {
            return Workshop.failed(result);
        }
        String calls = command(checks, "list", failing.toString()).run().ok().out();
        List<String> replay = java(checks);
        replay.add("replay");
        return workshop.callsFailed(result, calls, replay, 1);
    }

    private Run command(List<String> checks, String... arguments) {
        List<String> command = java(checks);
        Collections.addAll(command, arguments);
        return Run.of(command).in(FOLDER).within(Duration.ofMinutes(20));
    }

    private List<String> java(List<String> checks) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
            "-XX:+EnableDynamicAgentLoading", "--sun-misc-unsafe-memory-access=allow", "-Dhz3.lane=" + lane));
        command.addAll(checks);
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }
}
