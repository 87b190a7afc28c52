package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.count.OperationCounter;
import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.load.Rows;
import io.hakozuna.hz3.bench.macro.Macros;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.report.CountTable;
import io.hakozuna.hz3.bench.report.HtmlReport;
import io.hakozuna.hz3.bench.report.ResultTable;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.run.Session;
import io.hakozuna.hz3.bench.setup.Machine;
import io.hakozuna.hz3.bench.setup.Scripts;
import io.hakozuna.hz3.bench.ssot.SsotCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    private static final Duration QUICK_BUDGET = Duration.ofSeconds(100);
    private static final Duration NO_BUDGET = Duration.ofDays(30);

    @Option(names = "--row", split = ",", paramLabel = "NAME",
        description = "rows to measure; mt16_r90 and mt* work too; all by default (see --list)")
    private List<String> rows = List.of();

    @Option(names = "--group", split = ",", paramLabel = "NAME", description = "only rows of these groups: ${COMPLETION-CANDIDATES}")
    private List<Group> groups = List.of();

    @Option(names = "--threads", split = ",", paramLabel = "N", description = "numbers of threads for the rows that can have any")
    private List<Integer> threads = List.of();

    @Option(names = "--runs", paramLabel = "N", description = "measured rounds after one to warm up; default 5, with --quick 3")
    private Integer runs;

    @Mixin
    private AllocatorOptions allocatorOptions;

    @Option(names = "--quick", description = "the main rows with a tenth of the work, within two minutes")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE",
        description = "keep the result there, up to date after each round; default target/bench/DATE/result.json")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "the report with plots; default report.html beside the result")
    private Path html;

    @Option(names = "--resume", description = "go on with the interrupted run of --json, or with the latest one")
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
                if (error instanceof UsageError) {
                    return explain(command, error.getMessage());
                }
                throw error;
            });
    }

    @Override
    public Integer call() {
        if (runs != null && (runs < 1 || runs > 1000)) {
            throw new UsageError("--runs must be from 1 to 1000");
        }
        if (threads.stream().anyMatch(count -> count < 1 || count > 1024)) {
            throw new UsageError("--threads must be from 1 to 1024");
        }
        List<Row> chosen = chosen();
        if (list) {
            list(chosen);
            return 0;
        }
        if (install) {
            Scripts.installPackages(Workspace.repository());
        }
        Workspace workspace = Workspace.open(allocatorOptions);
        ResultFiles files = ResultFiles.of(json, html, resume, workspace.root());
        BenchResult start = start(workspace, files);
        ResultTable table = new ResultTable(start, chosen.stream().map(Row::name).toList());
        table.head().forEach(System.out::println);
        files.save(start);
        Session session = new Session(workspace.workloads(), files::save, row -> table.lines(row).forEach(System.out::println));
        Session.Outcome outcome = session.run(chosen, start, quick ? QUICK_BUDGET : NO_BUDGET);
        BenchResult result = outcome.result();
        if (count) {
            result = session.count(chosen, result, new OperationCounter(workspace.workloads(), workspace.root()));
            CountTable.lines(result).forEach(System.out::println);
        }
        finish(outcome.left().isEmpty() ? result.finish() : result, outcome.left(), files);
        return outcome.result().rows().stream().anyMatch(RowResult::anyFailed) ? 1 : 0;
    }

    private List<Row> chosen() {
        Rows matrix = new Rows(Macros.rows());
        List<Row> named = !rows.isEmpty() ? matrix.named(rows, threads) : quick ? matrix.quick() : matrix.all(threads);
        List<Row> chosen = named.stream().filter(row -> groups.isEmpty() || groups.contains(row.group())).toList();
        if (chosen.isEmpty()) {
            throw new UsageError("no row is left by --row, --group and --quick together");
        }
        return chosen;
    }

    private void list(List<Row> chosen) {
        int width = chosen.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        chosen.stream().collect(Collectors.groupingBy(Row::group, TreeMap::new, Collectors.toList()))
            .forEach((group, members) -> {
                System.out.printf("%s (--group %s)%n", group.title(), group.label());
                members.forEach(row -> System.out.printf("  %-" + width + "s  %s%s%n  %" + width + "s  %s%n", row.name(), row.about(),
                    row.secondary() ? " (secondary)" : "", "", row.load().describe(quick)));
            });
    }

    private BenchResult start(Workspace workspace, ResultFiles files) {
        BenchResult earlier = files.earlier();
        if (earlier == null) {
            int rounds = runs != null ? runs : quick ? 3 : 5;
            return BenchResult.begin(arguments(), Machine.here(workspace.root()), workspace.allocators(), rounds, quick);
        }
        if (!earlier.allocators().equals(workspace.allocators()) || earlier.quick() != quick
            || runs != null && earlier.runs() != runs) {
            throw new UsageError("cannot resume: that run had other allocators, other versions of them, or other options ("
                + earlier.command() + ")");
        }
        return earlier;
    }

    private String arguments() {
        return String.join(" ", Stream.concat(Stream.of("./hz3 bench"), spec.commandLine().getParseResult().originalArgs().stream())
            .toList());
    }

    private void finish(BenchResult result, List<String> left, ResultFiles files) {
        files.save(result);
        HtmlReport.write(files.html(), result);
        if (!left.isEmpty()) {
            System.out.println("not measured, for the time was up: " + String.join(", ", left) + "; --resume goes on");
        }
        System.out.printf(Locale.ROOT, "%nresult: %s%nreport: %s%n", files.json(), files.html());
    }

    static int explain(CommandLine command, String message) {
        command.getErr().println("bench: " + message);
        return 2;
    }
}
