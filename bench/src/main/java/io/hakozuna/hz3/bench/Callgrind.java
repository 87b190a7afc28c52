package io.hakozuna.hz3.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Counts what one operation of a hot path costs in the allocator's own object, under valgrind's callgrind. The client runs with two
 * numbers of operations; the difference of the counts, divided by that of the numbers, is free of start-up and warming up. The profiles
 * stay in {@code bench/target/callgrind}, to be looked at with {@code callgrind_annotate}.
 */
final class Callgrind {
    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final int FEW = 10_240;
    private static final int MANY = 5 * FEW;

    private final Path client;
    private final Path profiles;

    Callgrind(NativeBuild workloads, Path root) {
        Program.require("valgrind", "count instructions");
        client = workloads.program(Workload.PAIR);
        profiles = root.resolve("bench/target/callgrind");
    }

    /**
     * Instructions and atomic operations of one operation; functions outside the allocator's object, such as libc's memset, are not
     * counted.
     */
    record PerOperation(double instructions, double atomics) {
    }

    PerOperation measure(HotPath path, Allocator allocator) {
        CallgrindProfile.Cost few = count(path, allocator, FEW);
        CallgrindProfile.Cost many = count(path, allocator, MANY);
        double operations = MANY - FEW;
        return new PerOperation((many.instructions() - few.instructions()) / operations,
            (many.atomics() - few.atomics()) / operations);
    }

    private CallgrindProfile.Cost count(HotPath path, Allocator allocator, int operations) {
        String name = String.join("-", allocator.name(), path.kind(), Integer.toString(path.size()), Integer.toString(operations));
        Path profile = profiles.resolve(name);
        Path ofThread = profiles.resolve(String.format("%s-%02d", name, path.thread()));
        try {
            Files.createDirectories(profiles);
            Files.deleteIfExists(ofThread);
            Program.Output output = Program.run(List.of("valgrind", "--tool=callgrind", "--callgrind-out-file=" + profile,
                "--compress-strings=no", "--compress-pos=no", "--dump-line=no", "--separate-threads=yes", "--collect-bus=yes",
                "--fair-sched=try", client.toString(), path.kind(), Integer.toString(operations), Integer.toString(path.size())),
                allocator.environment(), LIMIT);
            if (output.exit() != 0 || !Files.isRegularFile(ofThread)) {
                throw new UsageError(allocator.name() + " fails under valgrind (" + path.title() + "): exit " + output.exit());
            }
            return CallgrindProfile.selfCost(Files.readString(ofThread), allocator::isFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
