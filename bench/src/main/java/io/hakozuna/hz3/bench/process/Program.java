package io.hakozuna.hz3.bench.process;

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
public final class Program {
    /** How much later than a program this process may hear that both are to end. */
    private static final Duration NEWS = Duration.ofMillis(200);
    private static final int INTERRUPTED = 128 + 2;
    private static final int TERMINATED = 128 + 15;

    private Program() {
    }

    /** What a program left; {@code exit} is 128 + n after signal n, and -1 if time ran out. */
    public record Output(int exit, String out, String err) {
        public boolean timedOut() {
            return exit == -1;
        }
    }

    /** Looks at a running program every {@value #STEP_MS} milliseconds. */
    @FunctionalInterface
    public interface Watch {
        int STEP_MS = 50;

        void tick(long pid);
    }

    /** Whether the search path has such a program. */
    public static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    public static void require(String name, String purpose) {
        if (!isInstalled(name)) {
            throw new UsageError(name + " is not installed: it is needed to " + purpose);
        }
    }

    public static Output run(List<String> command, Duration limit) {
        return run(command, Map.of(), limit);
    }

    public static Output run(List<String> command, Map<String, String> environment, Duration limit) {
        return run(command, environment, limit, pid -> { });
    }

    public static Output run(List<String> command, Map<String, String> environment, Duration limit, Watch watch) {
        try {
            Path out = TemporaryFolder.file("out");
            Path err = TemporaryFolder.file("err");
            try {
                int exit = await(start(command, environment, out, err), limit, watch);
                Output output = new Output(exit, text(out), text(err));
                if (exit != 0 || output.out().isEmpty()) {
                    TemporaryFolder.requireSpace();
                }
                return output;
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a program that {@link #stop} ends, or this process with its own end. */
    public static Process start(List<String> command, Map<String, String> environment, Path out, Path err) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        try {
            return Running.start(builder);
        } catch (IOException e) {
            throw new UsageError("cannot start " + command.getFirst() + ": " + e.getMessage());
        }
    }

    /** Asks the program to end; after 5 seconds it is killed with all that it started. */
    public static void stop(Process process) {
        try {
            process.destroy();
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            Running.end(process);
        }
        Running.requireGoingOn();
    }

    /** Sleeps; who interrupts the bench ends it. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * To be called where a program has failed. Throws if that says nothing of it: this process is about to end, of which the program may
     * hear first, or the folder for temporary files is full.
     */
    public static void requireOwnFault() {
        pause(NEWS);
        Running.requireGoingOn();
        TemporaryFolder.requireSpace();
    }

    private static Interrupted interrupted() {
        Thread.currentThread().interrupt();
        return new Interrupted();
    }

    private static int await(Process process, Duration limit, Watch watch) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!process.waitFor(Watch.STEP_MS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > end) {
                    return -1;
                }
                watch.tick(process.pid());
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            Running.end(process);
        }
        int exit = process.exitValue();
        if (exit == INTERRUPTED || exit == TERMINATED) {
            pause(NEWS);
        }
        Running.requireGoingOn();
        return exit;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
