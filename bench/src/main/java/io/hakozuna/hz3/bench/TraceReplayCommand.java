package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Plan;
import io.hakozuna.hz3.bench.setup.Machine;
import io.hakozuna.hz3.bench.trace.Replays;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommand that replays traces under hz3 and its peers, each as a row of the bench. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Replays recorded programs under hz3 and its peers in interleaved rounds. An operation is one recorded call."
        + " An interrupted replay goes on with ./hz3 bench --resume.")
final class TraceReplayCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "traces that ./hz3 trace record made")
    private List<Path> files;

    @Mixin
    private AllocatorOptions allocatorOptions;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "measured rounds after one to warm up; default ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--json", paramLabel = "FILE", description = "keep the result there; default target/bench/DATE/result.json")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "the report with plots; default report.html beside the result")
    private Path html;

    @Override
    public Integer call() {
        if (runs < 1 || runs > 1000) {
            throw new UsageError("--runs must be from 1 to 1000");
        }
        try (Replays replays = Replays.of(files)) {
            ResultFiles kept = ResultFiles.fresh(json, html, Workspace.repository());
            Workspace workspace = Workspace.open(allocatorOptions);
            List<Row> rows = replays.rows();
            String command = "./hz3 trace replay " + files.stream().map(Path::toString).collect(Collectors.joining(" "));
            BenchResult start = BenchResult.begin(command, Machine.here(workspace.root()), workspace.allocators(), runs, false)
                .with(new Plan(rows.stream().map(Row::name).toList(), replays.files(), false)).withTraces(replays.profiles());
            return new Measuring(workspace, kept).run(rows, start, Measuring.NO_BUDGET);
        }
    }
}
