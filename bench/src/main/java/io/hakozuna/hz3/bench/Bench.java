package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.count.OperationCounter;
import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.Interrupted;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.Plan;
import io.hakozuna.hz3.bench.setup.Machine;
import io.hakozuna.hz3.bench.setup.Scripts;
import io.hakozuna.hz3.bench.ssot.SsotCommand;
import io.hakozuna.hz3.bench.trace.Replays;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/**
 * The command: hz3 beside its peers on the rows. Ends with 0, with 1 if a run failed, and with 2 and one line of explanation if something
 * is wrong with what it was given.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
    subcommands = {SsotCommand.class, CallgrindCommand.class, ReportCommand.class, ReadmeCommand.class, LanesCommand.class, KnobsCommand.class,
        TraceCommand.class},
    description = "Runs hz3 and its peers side by side in interleaved rounds and compares throughput and resident size.")
public final class Bench implements Callable<Integer> {
    /** Ends early enough for the row that has just begun, and the report. */
    private static final Duration QUICK_BUDGET = Duration.ofSeconds(105);
    private static final int QUICK_RUNS = 4;
    private static final int RUNS = 5;
    private static final Set<String> BESIDE_RESUME = Set.of("--resume", "--json", "--html", "--count", "--install");

    @Option(names = "--runs", paramLabel = "N", description = "measured rounds after one to warm up; default 5, with --quick 4")
    private Integer runs;

    @Mixin
    private RowOptions rowOptions;

    @Mixin
    private AllocatorOptions allocatorOptions;

    @Option(names = "--json", paramLabel = "FILE",
        description = "keep the result there, up to date after each round; default target/bench/DATE/result.json")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "the report with plots; default report.html beside the result")
    private Path html;

    @Option(names = "--resume", description = "go on with the interrupted run of --json, or with the latest one, as it was begun;"
        + " runs that failed are repeated")
    private boolean resume;

    @Option(names = "--install", description = "install the peers and programs that are missing, then measure")
    private boolean install;

    @Option(names = "--count", description = "count instructions and atomic operations of each row's operations too (needs valgrind)")
    private boolean count;

    @Option(names = "--list", description = "list the rows")
    private boolean list;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((error, args) -> explain(error.getCommandLine(), error.getMessage()))
            .setExecutionExceptionHandler((error, command, parsed) -> {
                return switch (error) {
                    case UsageError wrong -> explain(command, wrong.getMessage());
                    case Interrupted end -> explain(command, end.getMessage());
                    default -> throw error;
                };
            });
    }

    @Override
    public Integer call() {
        if (runs != null && (runs < 1 || runs > 1000)) {
            throw new UsageError("--runs must be from 1 to 1000");
        }
        if (resume) {
            return resume();
        }
        try (Replays replays = rowOptions.replays()) {
            List<Row> chosen = rowOptions.chosen(replays);
            if (list) {
                list(chosen);
                return 0;
            }
            prepare();
            ResultFiles files = ResultFiles.fresh(json, html, Workspace.repository());
            Workspace workspace = Workspace.open(allocatorOptions);
            Plan plan = new Plan(chosen.stream().map(Row::name).toList(), replays.files(), count);
            BenchResult start = BenchResult.begin(arguments(), Machine.here(workspace.root()), workspace.allocators(), rounds(),
                rowOptions.quick()).with(plan).withTraces(replays.profiles());
            return new Measuring(workspace, files).run(chosen, start, budget());
        }
    }

    /** Everything but the place of the result is as it was when the run began. */
    private int resume() {
        Set<String> given = spec.commandLine().getParseResult().matchedOptions().stream().map(OptionSpec::longestName)
            .filter(name -> !BESIDE_RESUME.contains(name)).collect(Collectors.toCollection(TreeSet::new));
        if (!given.isEmpty()) {
            throw new UsageError("--resume goes on with the rows, allocators and options of the interrupted run; leave "
                + String.join(", ", given) + " out");
        }
        ResultFiles files = ResultFiles.interrupted(json, html, Workspace.repository());
        BenchResult earlier = files.read();
        if (earlier.plan() == null) {
            throw new UsageError("cannot resume " + files.json() + ": it does not say what was to be measured");
        }
        prepare();
        try (Replays replays = Replays.of(earlier.plan().traces().stream().map(Path::of).toList())) {
            List<Row> rows = RowOptions.again(earlier.plan().rows(), replays);
            return new Measuring(Workspace.again(earlier.allocators()), files).run(rows,
                count ? earlier.with(earlier.plan().withCounts()) : earlier, Measuring.NO_BUDGET);
        }
    }

    private void prepare() {
        if (count) {
            OperationCounter.requireTools();
        }
        if (install) {
            Scripts.installPackages(Workspace.repository());
        }
    }

    private int rounds() {
        return runs != null ? runs : rowOptions.quick() ? QUICK_RUNS : RUNS;
    }

    /** What is left of two minutes since the command began, with the builds that it may have begun with. */
    private Duration budget() {
        if (!rowOptions.quick()) {
            return Measuring.NO_BUDGET;
        }
        Instant now = Instant.now();
        return quickBudget(Instant.ofEpochSecond(Long.getLong("hz3.began", now.getEpochSecond())), now);
    }

    static Duration quickBudget(Instant began, Instant now) {
        return QUICK_BUDGET.minus(Duration.between(began, now));
    }

    private void list(List<Row> chosen) {
        int width = chosen.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        chosen.stream().collect(Collectors.groupingBy(Row::group, TreeMap::new, Collectors.toList()))
            .forEach((group, members) -> {
                System.out.printf("%s (--group %s)%n", group.title(), group.label());
                members.forEach(row -> System.out.printf("  %-" + width + "s  %s%s%n  %" + width + "s  %s%n", row.name(), row.about(),
                    row.secondary() ? " (secondary)" : "", "", row.load().describe(rowOptions.quick())));
            });
    }

    private String arguments() {
        return String.join(" ", Stream.concat(Stream.of("./hz3 bench"), spec.commandLine().getParseResult().originalArgs().stream())
            .toList());
    }

    static int explain(CommandLine command, String message) {
        command.getErr().println("bench: " + message);
        return 2;
    }
}
