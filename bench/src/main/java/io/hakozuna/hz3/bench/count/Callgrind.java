package io.hakozuna.hz3.bench.count;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs programs under valgrind's callgrind. The profiles stay in {@code bench/target/callgrind}, to be looked at with
 * {@code callgrind_annotate}.
 */
final class Callgrind {
    private static final Duration LIMIT = Duration.ofSeconds(300);

    private final Path profiles;

    Callgrind(Path root) {
        requireValgrind();
        profiles = root.resolve("bench/target/callgrind");
    }

    static void requireValgrind() {
        Program.require("valgrind", "count instructions");
    }

    /**
     * What a run left.
     *
     * @param out  what the program printed
     * @param cost instructions and atomic operations in the allocator's own object; other functions, such as libc's memset, do not count
     */
    record Run(String out, CallgrindProfile.Cost cost) {
    }

    /** Counts within one function of the program or, for null, in all, and in one thread, counted from 1, or, for 0, in all. */
    Run run(String name, Allocator allocator, Path program, List<String> arguments, String function, int thread) {
        Path profile = profiles.resolve(name);
        Path counted = thread == 0 ? profile : profiles.resolve(String.format("%s-%02d", name, thread));
        List<String> command = new ArrayList<>(List.of("valgrind", "--tool=callgrind", "--callgrind-out-file=" + profile,
            "--compress-strings=no", "--compress-pos=no", "--dump-line=no", "--collect-bus=yes", "--fair-sched=try",
            "--separate-threads=" + (thread == 0 ? "no" : "yes")));
        if (function != null) {
            command.add("--toggle-collect=" + function);
        }
        command.add(program.toString());
        command.addAll(arguments);
        try {
            Files.createDirectories(profiles);
            Files.deleteIfExists(counted);
            Program.Output output = Program.run(command, allocator.environment(), LIMIT);
            if (output.exit() != 0 || !Files.isRegularFile(counted)) {
                throw new CountFailed("fails under valgrind: " + (output.timedOut() ? "out of time" : "exit " + output.exit()));
            }
            return new Run(output.out(), CallgrindProfile.selfCost(Files.readString(counted), allocator::isFile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
