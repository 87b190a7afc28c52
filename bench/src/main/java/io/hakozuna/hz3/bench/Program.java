package io.hakozuna.hz3.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end or to its bound in time. Its output goes through files; if this process is stopped, so is the program. */
final class Program {
    private static volatile Process current;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Process process = current;
            if (process != null) {
                process.destroyForcibly();
            }
        }));
    }

    private Program() {
    }

    /** What a program left; {@code exit} is 128 + n after signal n, and -1 if time ran out. */
    record Output(int exit, String out, String err) {
        boolean timedOut() {
            return exit == -1;
        }
    }

    /** Whether the search path has such a program. */
    static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    static void require(String name, String purpose) {
        if (!isInstalled(name)) {
            throw new UsageError(name + " is not installed: it is needed to " + purpose);
        }
    }

    static Output run(List<String> command, Duration limit) {
        return run(command, Map.of(), limit);
    }

    static Output run(List<String> command, Map<String, String> environment, Duration limit) {
        try {
            Path out = Files.createTempFile("hz3-bench", ".out");
            Path err = Files.createTempFile("hz3-bench", ".err");
            out.toFile().deleteOnExit();
            err.toFile().deleteOnExit();
            try {
                int exit = await(start(command, environment, out, err), limit);
                return new Output(exit, text(out), text(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageError("interrupted");
        }
    }

    private static Process start(List<String> command, Map<String, String> environment, Path out, Path err) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UsageError("cannot start " + command.getFirst() + ": " + e.getMessage());
        }
    }

    private static int await(Process process, Duration limit) throws InterruptedException {
        current = process;
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly().waitFor();
            return -1;
        } finally {
            current = null;
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
