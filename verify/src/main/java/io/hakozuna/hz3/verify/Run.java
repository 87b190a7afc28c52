package io.hakozuna.hz3.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One program run: a command, the allocator it runs on, its environment and its bound in time. The program gets an empty standard
 * input; its output goes through files, so a chatty program cannot block on a full pipe.
 */
public final class Run {
    /** The repository's root: the property {@code hz3.root}, which the build sets, or the working directory. */
    public static final Path ROOT = Path.of(System.getProperty("hz3.root", ".")).toAbsolutePath().normalize();

    /** Every lane of {@code lanes/}. */
    public static final List<String> EVERY_LANE = everyLane();

    /**
     * The allocators that real programs run on in the tests: the lanes "scale" and "fast", or what the property {@code hz3.test.lanes} lists, with
     * commas between: lanes, "all" for every lane, "glibc", and absolute paths of other allocators' shared objects.
     */
    public static final List<String> LANES = chosen("scale,fast");

    /**
     * The allocators that all of the contract of malloc is checked on: the lanes with the most code of their own (a table for the stash,
     * a sorted stash, leases, checks), or what the property lists.
     */
    public static final List<String> CONTRACT_LANES = chosen("scale,scale_r90_pf2_s97_2,scale_r90_pf2_s97_8_t8,scale_tolerant,checked");

    /** The allocators that the core of the contract is checked on: every lane, or what the property lists. */
    public static final List<String> CORE_CONTRACT_LANES = chosen("all");

    private final List<String> command;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path directory = ROOT;
    private Path input = Path.of("/dev/null");
    private Duration limit = Duration.ofSeconds(120);

    private static List<String> everyLane() {
        try (Stream<Path> files = Files.list(ROOT.resolve("lanes"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".lane"))
                .map(name -> name.substring(0, name.length() - ".lane".length())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> chosen(String standard) {
        String names = System.getProperty("hz3.test.lanes", standard);
        return names.equals("all") ? EVERY_LANE : List.of(names.split(","));
    }

    private Run(List<String> command) {
        this.command = new ArrayList<>(command);
    }

    public static Run of(String... command) {
        return new Run(List.of(command));
    }

    public static Run of(List<String> command) {
        return new Run(command);
    }

    /**
     * The shared object of a lane in the repository's root, or any other if an absolute path stands for the lane. Fails with the
     * command that builds it if it is not there.
     */
    public static Path library(String lane) {
        if (lane.startsWith("/")) {
            return Path.of(lane);
        }
        Path library = ROOT.resolve("libhakozuna_hz3_" + lane + ".so");
        if (!Files.isRegularFile(library)) {
            throw new IllegalStateException(library + " is missing; build it with: make all_ldpreload_" + lane);
        }
        return library;
    }

    /** Preloads the lane; {@code "glibc"} stands for no preload at all. */
    public Run under(String lane) {
        return lane.equals("glibc") ? this : under(library(lane));
    }

    /** Preloads any shared object. */
    public Run under(Path library) {
        return with("LD_PRELOAD", library.toString());
    }

    public Run with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Run in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    public Run reading(Path standardInput) {
        input = standardInput;
        return this;
    }

    public Run within(Duration bound) {
        limit = bound;
        return this;
    }

    /** Starts the program in the background; the caller ends it. Its output goes to the given file. */
    public Process start(Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
            .redirectInput(input.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs the program to its end, or kills it with its children when the bound is over. */
    public Result run() throws IOException, InterruptedException {
        Path out = Files.createTempFile("hz3-run", ".out");
        Path err = Files.createTempFile("hz3-run", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectInput(input.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = false;
            try {
                ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                if (!ended) {
                    kill(process);
                }
            }
            return new Result(command, ended ? process.exitValue() : -1, !ended, text(out), text(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Kills the program and all that it started, and waits until it is gone. */
    public static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /** What a finished program left: its exit code (128 + n for signal n, as Java and shells report it) and its output. */
    public record Result(List<String> command, int exit, boolean timedOut, String out, String err) {
        /** This result if the program ended with 0, else an error that shows the command and the end of its output. */
        public Result ok() {
            if (timedOut || exit != 0) {
                throw new AssertionError(describe());
            }
            return this;
        }

        /** All that it printed, standard error after standard output. */
        public String printed() {
            return out + "\nstderr:\n" + err;
        }

        public String describe() {
            return String.join(" ", command) + (timedOut ? " ran out of time" : " ended with " + exit)
                + "\nstdout: " + tail(out) + "\nstderr: " + tail(err);
        }

        private static String tail(String text) {
            return text.length() <= 2000 ? text : "..." + text.substring(text.length() - 2000);
        }
    }
}
