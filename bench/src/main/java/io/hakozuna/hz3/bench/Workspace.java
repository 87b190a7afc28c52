package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.load.Workload;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import io.hakozuna.hz3.bench.setup.Probe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What every measurement needs.
 *
 * @param root       the repository
 * @param workloads  its compiled workloads
 * @param allocators the allocators, each of which was seen to serve malloc
 */
record Workspace(Path root, NativeBuild workloads, List<Allocator> allocators) {
    static Path repository() {
        return Path.of(System.getProperty("hz3.root", ".")).toAbsolutePath().normalize();
    }

    static Workspace open(AllocatorOptions options) {
        List<Allocator> all = options.allocators(repository());
        return open(all, allocator -> options.named(allocator, all));
    }

    /** With the allocators of an interrupted run, which must be what they were. */
    static Workspace again(List<Allocator> allocators) {
        for (Allocator allocator : allocators) {
            if (allocator.hasChanged()) {
                throw new UsageError("cannot resume: " + allocator.name() + " (" + allocator.file() + ") is no longer "
                    + allocator.version());
            }
        }
        return open(allocators, allocator -> true);
    }

    private static Workspace open(List<Allocator> all, Predicate<Allocator> isRequired) {
        Path root = repository();
        NativeBuild workloads = new NativeBuild(root);
        Path probe = workloads.program(Workload.RANDOM_MIXED.program());
        List<Allocator> working = new ArrayList<>();
        for (Allocator allocator : all) {
            try {
                Probe.check(allocator, probe);
                working.add(allocator);
            } catch (UsageError e) {
                if (isRequired.test(allocator)) {
                    throw e;
                }
                System.err.println("bench: left out: " + e.getMessage());
            }
        }
        return new Workspace(root, workloads, working);
    }
}
