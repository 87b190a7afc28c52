package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.report.ResultTable;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.run.Session;
import io.hakozuna.hz3.bench.setup.Machine;
import io.hakozuna.hz3.bench.trace.TraceLoad;
import io.hakozuna.hz3.bench.trace.TraceProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommand that replays a trace under hz3 and its peers, as a row of the bench. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Replays a recorded program under hz3 and its peers in interleaved rounds. An operation is one recorded call.")
final class TraceReplayCommand implements Callable<Integer> {
    private static final Duration NO_BUDGET = Duration.ofDays(30);

    @Parameters(index = "0", paramLabel = "FILE", description = "a trace that ./hz3 trace record made")
    private Path file;

    @Mixin
    private AllocatorOptions allocatorOptions;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "measured rounds after one to warm up; default ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--json", paramLabel = "FILE", description = "keep the result there")
    private Path json;

    @Override
    public Integer call() {
        if (runs < 1 || runs > 1000) {
            throw new UsageError("--runs must be from 1 to 1000");
        }
        TraceProfile profile = TraceProfile.of(file);
        try (TraceLoad load = TraceLoad.of(file)) {
            Workspace workspace = Workspace.open(allocatorOptions);
            Row row = Row.of(profile.name(), Group.TRACE, profile.command(), load);
            BenchResult start = BenchResult.begin("./hz3 trace replay " + file, Machine.here(workspace.root()), workspace.allocators(), runs,
                false);
            ResultTable table = new ResultTable(start, List.of(row.name()));
            table.head().forEach(System.out::println);
            Session session = new Session(workspace.workloads(), this::save, measured -> table.lines(measured).forEach(System.out::println));
            BenchResult result = session.run(List.of(row), start, NO_BUDGET).result();
            save(result.finish());
            return result.rows().stream().anyMatch(RowResult::anyFailed) ? 1 : 0;
        }
    }

    private void save(BenchResult result) {
        if (json != null) {
            JsonFile.write(json, result);
        }
    }
}
