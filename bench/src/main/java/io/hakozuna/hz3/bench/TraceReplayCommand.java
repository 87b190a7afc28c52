package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.report.HtmlReport;
import io.hakozuna.hz3.bench.report.ResultTable;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.run.Session;
import io.hakozuna.hz3.bench.setup.Machine;
import io.hakozuna.hz3.bench.trace.TraceLoad;
import io.hakozuna.hz3.bench.trace.TraceProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommand that replays traces under hz3 and its peers, each as a row of the bench. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Replays recorded programs under hz3 and its peers in interleaved rounds. An operation is one recorded call.")
final class TraceReplayCommand implements Callable<Integer> {
    private static final Duration NO_BUDGET = Duration.ofDays(30);

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
        List<TraceProfile> profiles = files.stream().map(TraceReplayCommand::profile).toList();
        if (profiles.stream().map(TraceProfile::name).distinct().count() < profiles.size()) {
            throw new UsageError("two of the traces have the same name; rename a file");
        }
        List<TraceLoad> loads = new ArrayList<>();
        try {
            files.forEach(file -> loads.add(TraceLoad.of(file)));
            return replay(profiles, loads);
        } finally {
            loads.forEach(TraceLoad::close);
        }
    }

    private int replay(List<TraceProfile> profiles, List<TraceLoad> loads) {
        Workspace workspace = Workspace.open(allocatorOptions);
        ResultFiles kept = ResultFiles.of(json, html, false, workspace.root());
        List<Row> rows = IntStream.range(0, loads.size())
            .mapToObj(i -> Row.of(profiles.get(i).name(), Group.TRACE, profiles.get(i).command(), loads.get(i))).toList();
        String command = "./hz3 trace replay " + files.stream().map(Path::toString).collect(Collectors.joining(" "));
        BenchResult start = BenchResult.begin(command, Machine.here(workspace.root()), workspace.allocators(), runs, false)
            .withTraces(profiles);
        ResultTable table = new ResultTable(start, rows.stream().map(Row::name).toList());
        table.head().forEach(System.out::println);
        Session session = new Session(workspace.workloads(), kept::save, measured -> table.lines(measured).forEach(System.out::println));
        BenchResult result = session.run(rows, start, NO_BUDGET).result().finish();
        kept.save(result);
        HtmlReport.write(kept.html(), result);
        System.out.println();
        System.out.println("result: " + kept.json());
        System.out.println("report: " + kept.html());
        return result.rows().stream().anyMatch(RowResult::anyFailed) ? 1 : 0;
    }

    private static TraceProfile profile(Path file) {
        TraceProfile profile = TraceProfile.of(file);
        if (profile.cutOff()) {
            System.err.println("bench: " + file + " is cut off, so the last calls of the program are missing");
        }
        return profile;
    }
}
