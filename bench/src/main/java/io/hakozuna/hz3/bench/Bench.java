package io.hakozuna.hz3.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command: hz3 beside its peers on the rows, or their instruction counts. Ends with 0, with 1 if a run failed, and with 2 and one
 * line of explanation if something is wrong with what it was given.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, subcommands = ReadmeCommand.class, sortOptions = false,
    description = "Runs hz3 and its peers side by side in interleaved rounds and compares throughput and resident size.")
public final class Bench implements Callable<Integer> {
    @Option(names = "--row", split = ",", paramLabel = "NAME", description = "rows to measure; all by default (see --list)")
    private List<String> rows = List.of();

    @Option(names = "--runs", paramLabel = "N", description = "measured rounds after one to warm up; default 5, with --quick 3")
    private Integer runs;

    @Option(names = "--lane", paramLabel = "NAME", defaultValue = "scale", description = "hz3's lane; default ${DEFAULT-VALUE}")
    private String lane;

    @Option(names = "--subject", paramLabel = "PATH|NAME", description = "measure this allocator in hz3's place")
    private String subject;

    @Option(names = "--peer", split = ",", paramLabel = "PATH|NAME",
        description = "a shared object, or glibc, jemalloc, mimalloc, tcmalloc; by default all of these that are installed")
    private List<String> peers = List.of();

    @Option(names = "--quick", description = "a tenth of the work")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "keep the result there; it is brought up to date after each round")
    private Path json;

    @Option(names = "--list", description = "list the rows")
    private boolean list;

    @Option(names = "--callgrind", description = "count instructions of the hot paths instead (needs valgrind)")
    private boolean callgrind;

    @Option(names = "--hot-paths", paramLabel = "FILE", description = "with --callgrind: write the counts to this markdown file")
    private Path hotPaths;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
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
        if (list) {
            Row.ALL.forEach(row -> System.out.printf("%-14s %s%n", row.name(), String.join(" ", row.command(quick))));
            return 0;
        }
        if (runs != null && runs < 1) {
            throw new UsageError("--runs must be at least 1");
        }
        if (hotPaths != null && !callgrind) {
            throw new UsageError("--hot-paths needs --callgrind");
        }
        List<Row> chosen = rows.isEmpty() ? Row.ALL : rows.stream().map(Row::named).toList();
        Path root = Path.of(System.getProperty("hz3.root", ".")).toAbsolutePath().normalize();
        NativeBuild workloads = new NativeBuild(root);
        List<Allocator> allocators = allocators(root);
        Path probe = workloads.program(Workload.RANDOM_MIXED);
        allocators.forEach(allocator -> Probe.check(allocator, probe));
        Machine machine = Machine.here(root);
        return callgrind ? countInstructions(workloads, root, machine, allocators) : compare(workloads, machine, allocators, chosen);
    }

    private List<Allocator> allocators(Path root) {
        Allocator first = subject == null ? Allocator.lane(root, lane) : Allocator.named(subject);
        List<Allocator> others = peers.isEmpty() ? Allocator.installed() : peers.stream().map(Allocator::named).toList();
        List<Allocator> all = Stream.concat(Stream.of(first), others.stream()
            .filter(peer -> !(peers.isEmpty() && peer.name().equals(first.name())))).toList();
        if (all.stream().map(Allocator::name).distinct().count() < all.size()) {
            throw new UsageError("two allocators have the same name, of " + all.stream().map(Allocator::name).toList());
        }
        return all;
    }

    private int compare(NativeBuild workloads, Machine machine, List<Allocator> allocators, List<Row> chosen) {
        int rounds = runs != null ? runs : quick ? 3 : 5;
        BenchResult result = new BenchResult(BenchResult.SCHEMA, machine, allocators, rounds, quick, List.of());
        ResultTable table = new ResultTable(result, chosen.stream().map(Row::name).toList());
        save(result);
        table.head().forEach(System.out::println);
        Interleaved interleaved = new Interleaved(workloads, allocators, rounds);
        List<RowResult> done = new ArrayList<>();
        for (Row row : chosen) {
            RowResult measured = interleaved.measure(row, quick, part -> save(result.withRow(done, part)));
            done.add(measured);
            table.lines(measured).forEach(System.out::println);
        }
        return done.stream().anyMatch(RowResult::anyFailed) ? 1 : 0;
    }

    private void save(BenchResult result) {
        if (json != null) {
            JsonFile.write(json, result);
        }
    }

    private int countInstructions(NativeBuild workloads, Path root, Machine machine, List<Allocator> allocators) {
        Callgrind counter = new Callgrind(workloads, root);
        HotPathReport report = new HotPathReport(machine, allocators);
        report.head().forEach(System.out::println);
        for (HotPath path : HotPath.values()) {
            System.out.println(report.add(path, allocators.stream().map(allocator -> counter.measure(path, allocator)).toList()));
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

    private static int explain(CommandLine command, String message) {
        command.getErr().println("bench: " + message);
        return 2;
    }
}
