package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.count.HotPath;
import io.hakozuna.hz3.bench.count.HotPathReport;
import io.hakozuna.hz3.bench.count.OperationCounter;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.setup.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The subcommand that counts the instructions of the hot paths. */
@Command(name = "callgrind", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Counts instructions and atomic operations of the hot paths (needs valgrind).")
final class CallgrindCommand implements Callable<Integer> {
    @Mixin
    private AllocatorOptions allocatorOptions;

    @Option(names = "--hot-paths", paramLabel = "FILE", description = "write the counts to this markdown file")
    private Path hotPaths;

    @Override
    public Integer call() {
        Workspace workspace = Workspace.open(allocatorOptions);
        OperationCounter counter = new OperationCounter(workspace.workloads(), workspace.root());
        HotPathReport report = new HotPathReport(Machine.here(workspace.root()), workspace.allocators());
        report.head().forEach(System.out::println);
        for (HotPath path : HotPath.values()) {
            System.out.println(report.add(path,
                workspace.allocators().stream().map(allocator -> counter.count(path, allocator)).toList()));
        }
        if (hotPaths != null) {
            try {
                Files.writeString(hotPaths, report.markdown());
            } catch (IOException e) {
                throw new UsageError("cannot write " + hotPaths);
            }
        }
        return 0;
    }
}
