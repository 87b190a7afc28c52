package io.hakozuna.hz3.bench.ssot;

import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.HeldEnd;
import io.hakozuna.hz3.bench.process.Interrupted;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.report.ResultTable;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.result.Plan;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.run.Abba;
import io.hakozuna.hz3.bench.run.Session;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.Machine;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import io.hakozuna.hz3.bench.setup.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The subcommand behind {@code scripts/run_bench_hz3_ssot.sh}, which builds what it measures and gives it its settings. */
@Command(name = "ssot", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Runs the SSOT cases; use it through scripts/run_bench_hz3_ssot.sh.")
public final class SsotCommand implements Callable<Integer> {
    private static final Duration LONG = Duration.ofDays(30);
    private static final int INTERRUPTED = 130;

    @Option(names = "--hz3", required = true, paramLabel = "SO", description = "the build to judge")
    private Path hz3;

    @Option(names = "--base", paramLabel = "SO", description = "the build to judge it against; without it there is no verdict")
    private Path base;

    @Option(names = "--flags", paramLabel = "DEFINES", defaultValue = "", description = "what the build was made with, for the logs")
    private String flags;

    @Option(names = "--peer", paramLabel = "NAME=SO", description = "peers at other places than the usual ones")
    private Map<String, Path> peers = new LinkedHashMap<>();

    @Option(names = "--log", required = true, paramLabel = "FOLDER", description = "where the logs go")
    private Path log;

    @Option(names = "--runs", required = true, paramLabel = "N", description = "measured rounds of each case")
    private int runs;

    @Option(names = "--iters", required = true, paramLabel = "N", description = "steps of a run")
    private long iterations;

    @Option(names = "--ws", required = true, paramLabel = "N", description = "slots of the working set")
    private int slots;

    @Option(names = "--bench-bin", paramLabel = "FILE", description = "another program for small, medium and mixed")
    private Path benchBin;

    @Option(names = "--extra", split = " ", paramLabel = "ARGS", description = "more arguments for small, medium and mixed")
    private List<String> extra = List.of();

    @Option(names = "--flood", split = " ", paramLabel = "N", description = "numbers of threads of the flood case")
    private List<Integer> flood = List.of();

    @Option(names = "--flood-arguments", paramLabel = "ARGS", defaultValue = "10 256 1 1",
        description = "seconds, size, batch and touch of the flood")
    private String floodArguments;

    @Option(names = "--flood-timeout", paramLabel = "SECONDS", defaultValue = "30", description = "when a flood counts as hung")
    private int floodTimeout;

    @Override
    public Integer call() {
        if (runs < 1 || iterations < 1 || slots < 1) {
            throw new UsageError("RUNS, ITERS and WS must be at least 1");
        }
        Path root = Path.of(System.getProperty("hz3.root", ".")).toAbsolutePath().normalize();
        NativeBuild workloads = new NativeBuild(root);
        List<Allocator> allocators = allocators();
        Allocator baseline = base == null ? null : Allocator.named(base.toString()).as("base");
        Path probe = workloads.program("random_mixed");
        allocators.forEach(allocator -> Probe.check(allocator, probe));
        if (baseline != null) {
            Probe.check(baseline, probe);
        }
        List<Row> cases = SsotCases.of(iterations, slots, benchBin, extra, flood, floodArguments, Duration.ofSeconds(floodTimeout));
        BenchResult begun = begin(Machine.here(root), allocators, cases);
        SsotLog logs = new SsotLog(log, begun, flags);
        try (HeldEnd held = new HeldEnd()) {
            return measureOrTell(workloads, cases, logs, baseline);
        }
    }

    /** The commands of the cases are what a run to go on with must have had. */
    private BenchResult begin(Machine machine, List<Allocator> allocators, List<Row> cases) {
        return BenchResult.begin("scripts/run_bench_hz3_ssot.sh", machine, allocators, runs, false)
            .with(new Plan(cases.stream().map(row -> row.load().describe(false)).toList(), List.of(), false));
    }

    private int measureOrTell(NativeBuild workloads, List<Row> cases, SsotLog logs, Allocator baseline) {
        try {
            return measure(workloads, cases, logs, baseline);
        } catch (Interrupted e) {
            System.err.println("bench: interrupted" + whatIsLeft());
            return INTERRUPTED;
        } catch (UsageError e) {
            throw new UsageError(e.getMessage() + whatIsLeft());
        }
    }

    private String whatIsLeft() {
        return "; " + log + " holds what was measured; the same command with LOG_DIR=" + log + " goes on";
    }

    private int measure(NativeBuild workloads, List<Row> cases, SsotLog logs, Allocator baseline) {
        BenchResult start = logs.start();
        ResultTable table = new ResultTable(start, cases.stream().map(Row::name).toList());
        table.head().forEach(System.out::println);
        Session session = new Session(workloads, logs::save, row -> table.lines(row).forEach(System.out::println));
        BenchResult result = session.run(cases, start, LONG).result();
        List<String> verdict = new ArrayList<>();
        boolean go = baseline == null || judge(workloads, cases, logs, List.of(start.allocators().getFirst(), baseline), verdict);
        if (baseline == null) {
            verdict.add("no verdict: there is no base build; set BASE_SO, or HZ3_LDPRELOAD_DEFS_EXTRA to compare a flag with its lane");
        }
        verdict.forEach(System.out::println);
        logs.finish(result.finish(), verdict);
        System.out.println("logs: " + log);
        return result.rows().stream().anyMatch(RowResult::anyFailed) ? 1 : go ? 0 : 3;
    }

    private List<Allocator> allocators() {
        List<Allocator> all = new ArrayList<>();
        all.add(Allocator.named(existing(hz3)).as("hz3"));
        for (Allocator installed : Allocator.installed()) {
            Path other = peers.get(installed.name());
            all.add(other == null ? installed : Allocator.named(existing(other)).as(installed.name()));
        }
        peers.forEach((name, file) -> {
            if (all.stream().noneMatch(allocator -> allocator.name().equals(name))) {
                all.add(Allocator.named(existing(file)).as(name));
            }
        });
        return all;
    }

    private static String existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UsageError("no such shared object: " + file);
        }
        return file.toAbsolutePath().toString();
    }

    private boolean judge(NativeBuild workloads, List<Row> cases, SsotLog logs, List<Allocator> builds, List<String> lines) {
        Abba abba = new Abba(workloads, runs);
        AbbaLog pairs = new AbbaLog(logs, log, begin(logs.start().machine(), builds, cases));
        Map<String, Abba.Outcome> outcomes = new LinkedHashMap<>();
        for (Row row : cases) {
            if (!row.secondary()) {
                outcomes.put(row.name(), abba.compare(row, builds.getFirst(), builds.getLast(), pairs.earlier(row),
                    samples -> pairs.save(row, samples)));
            }
        }
        SsotVerdict verdict = SsotVerdict.of(outcomes);
        lines.add("");
        lines.add("hz3 against base (" + builds.getLast().file() + "), " + 2 * runs + " pairs in ABBA order:");
        outcomes.forEach((name, outcome) -> {
            Paired ratio = outcome.ratio();
            lines.add(ResultTable.number("  %-9s %.3f  %.3f..%.3f  peak %.3f", name, ratio.median(), ratio.min(), ratio.max(), outcome.peak()));
        });
        lines.add(verdict.text());
        return verdict.go();
    }
}
