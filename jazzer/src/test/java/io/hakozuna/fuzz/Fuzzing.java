package io.hakozuna.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A run of the command in a JVM of its own.
 *
 * @param exit 0 if no input failed
 */
record Fuzzing(int exit, String output) {
    /** With these options, and with classes that come before all others. */
    static Fuzzing run(Path folder, Path classes, List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
            "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-cp", classes + File.pathSeparator + System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(FuzzCommand.class.getName());
        command.addAll(List.of(arguments));
        Path output = Files.createDirectories(folder).resolve("output");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> "not at its end: " + command);
        } finally {
            process.destroyForcibly();
        }
        return new Fuzzing(process.exitValue(), Files.readString(output));
    }

    /** Beginning with the same inputs each time; the one that fails is {@code failing} in the folder. */
    static Fuzzing run(Path folder, Path classes, List<String> options, int inputs) throws IOException, InterruptedException {
        return run(folder, classes, options, "fuzz", "1", Integer.toString(inputs), folder.resolve("corpus").toString(),
            failing(folder).toString());
    }

    static Path failing(Path folder) {
        return folder.resolve("failing");
    }

    Stream<String> lines(String start) {
        return output.lines().filter(line -> line.startsWith(start));
    }
}
