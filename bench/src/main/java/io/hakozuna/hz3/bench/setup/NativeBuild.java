package io.hakozuna.hz3.bench.setup;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Compiles the C workloads from {@code bench/src/main/native} to {@code bench/target/native} when they are stale. */
public final class NativeBuild {
    private static final List<String> GCC = List.of("gcc", "-std=gnu11", "-D_GNU_SOURCE", "-O2", "-pthread", "-Wall", "-Wextra");

    private final Path sources;
    private final Path target;

    public NativeBuild(Path root) {
        sources = root.resolve("bench/src/main/native");
        target = root.resolve("bench/target/native");
        if (!Files.isDirectory(sources)) {
            throw new UsageError("no workloads in " + sources + ": start the bench in the repository's root or set -Dhz3.root");
        }
    }

    /** The workload's program, compiled anew if its source or the common header is younger. */
    public Path program(String name) {
        Path source = sources.resolve(name + ".c");
        Path binary = target.resolve(name);
        try {
            if (isStale(binary, List.of(source, sources.resolve("bench.h")))) {
                compile(source, binary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return binary;
    }

    static boolean isStale(Path binary, List<Path> inputs) throws IOException {
        if (!Files.isExecutable(binary)) {
            return true;
        }
        for (Path input : inputs) {
            if (Files.getLastModifiedTime(input).compareTo(Files.getLastModifiedTime(binary)) > 0) {
                return true;
            }
        }
        return false;
    }

    private void compile(Path source, Path binary) throws IOException {
        Program.require("gcc", "compile the workloads");
        Files.createDirectories(target);
        List<String> command = Stream.concat(GCC.stream(), Stream.of("-o", binary.toString(), source.toString())).toList();
        Program.Output output = Program.run(command, Duration.ofSeconds(120));
        if (output.exit() != 0) {
            throw new UsageError("gcc cannot compile " + source + ": " + output.err().lines().findFirst().orElse("no message"));
        }
    }
}
