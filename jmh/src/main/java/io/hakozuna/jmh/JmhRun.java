package io.hakozuna.jmh;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.jmh.report.Host;
import io.hakozuna.jmh.report.Results;
import io.hakozuna.jmh.report.RivalTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures by JMH, with its arguments, and prints the table. Garbage is always counted, and the result is kept if nobody says where. */
final class JmhRun {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss");
    private static final String[] STANDARD_SIZES = {"64", "4096", "1048576"};

    private final Path root;
    private final CommandLineOptions given;
    private final boolean standard;
    private final Path folder;

    private JmhRun(Path root, CommandLineOptions given, boolean standard) {
        this.root = root;
        this.given = given;
        this.standard = standard;
        this.folder = root.resolve("target/jmh").resolve(STAMP.format(LocalDateTime.now()));
    }

    /** Returns the exit code: 1 if a benchmark failed. */
    static int of(Path root, String[] arguments) throws IOException {
        CommandLineOptions given;
        try {
            given = new CommandLineOptions(arguments);
        } catch (CommandLineOptionException e) {
            throw new UsageError(e.getMessage());
        }
        if (given.shouldHelp() || given.shouldList() || given.shouldListWithParams() || given.shouldListProfilers()
            || given.shouldListResultFormats()) {
            Main.main(arguments);
            return 0;
        }
        return new JmhRun(root, given, arguments.length == 0).run();
    }

    private int run() throws IOException {
        Path json = json();
        int failed = measure(json);
        if (json != null) {
            Results.stamp(json, Host.describe(root));
            System.out.println(RivalTable.markdown(Results.read(List.of(json))));
            System.err.println("hz3: the result is in " + json);
        }
        if (failed > 0) {
            System.err.println("hz3: " + failed + " of the benchmarks failed" + (standard ? "; see " + log() : ""));
        }
        return failed > 0 ? 1 : 0;
    }

    /** Returns how many failed. */
    private int measure(Path json) throws IOException {
        PrintStream out = output();
        OutputFormat format = OutputFormatFactory.createFormatInstance(out, given.verbosity().orElse(VerboseMode.NORMAL));
        Progress progress = new Progress(format, standard);
        try {
            new Runner(options(json).build(), progress).run();
        } catch (NoBenchmarksException e) {
            throw new UsageError("no benchmark matches; -l lists them");
        } catch (RunnerException e) {
            throw new UsageError(e.getMessage());
        } finally {
            if (out != System.out) {
                out.close();
            }
        }
        return progress.failed();
    }

    /** Where the result goes in JSON, or null if it was asked for in another format. */
    private Path json() throws IOException {
        if (!given.getResult().hasValue() && !given.getResultFormat().hasValue()) {
            Files.createDirectories(folder);
            return folder.resolve("result.json");
        }
        return given.getResultFormat().orElse(ResultFormatType.CSV) == ResultFormatType.JSON
            ? Path.of(given.getResult().orElse("jmh-result.json")).toAbsolutePath() : null;
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    /** In the standard run what JMH says goes to a file. */
    private PrintStream output() throws IOException {
        if (standard) {
            return new PrintStream(Files.newOutputStream(log()), true);
        }
        return given.getOutput().hasValue() ? new PrintStream(given.getOutput().get()) : System.out;
    }

    private ChainedOptionsBuilder options(Path json) {
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
        if (given.getProfilers().stream().noneMatch(profiler -> profiler.getKlass().equals("gc"))) {
            options = options.addProfiler(GCProfiler.class);
        }
        if (json != null) {
            options = options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        return standard ? options.param("size", STANDARD_SIZES).measurementTime(TimeValue.milliseconds(200)) : options;
    }
}
