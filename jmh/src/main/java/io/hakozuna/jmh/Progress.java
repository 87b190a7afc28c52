package io.hakozuna.jmh;

import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * Counts the benchmarks that fail, and with {@code brief} says a line on standard error for each; all that JMH has to say goes on to its
 * own format.
 */
final class Progress implements OutputFormat {
    private final OutputFormat all;
    private final boolean brief;
    private String share = "";
    private int begun;
    private int ended;

    Progress(OutputFormat all, boolean brief) {
        this.all = all;
        this.brief = brief;
    }

    int failed() {
        return begun - ended;
    }

    @Override
    public void startBenchmark(BenchmarkParams benchmark) {
        begun++;
        all.startBenchmark(benchmark);
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        ended++;
        if (brief && result != null) {
            BenchmarkParams benchmark = result.getParams();
            String[] names = benchmark.getBenchmark().split("\\.");
            String parameters = new TreeMap<>(benchmark.getParamsKeys().stream().collect(Collectors.toMap(key -> key, benchmark::getParam)))
                .entrySet().stream().map(parameter -> " " + parameter.getKey() + "=" + parameter.getValue()).collect(Collectors.joining());
            System.err.printf(Locale.ROOT, "%-65s %12.1f %s   %s%n", names[names.length - 2] + "." + names[names.length - 1] + parameters,
                result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreUnit(), share);
        }
        all.endBenchmark(result);
    }

    @Override
    public void println(String line) {
        if (line.startsWith("# Run progress: ")) {
            share = line.substring("# Run progress: ".length());
        }
        all.println(line);
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams parameters, int iteration) {
        all.iteration(benchmark, parameters, iteration);
    }

    @Override
    public void iterationResult(BenchmarkParams benchmark, IterationParams parameters, int iteration, IterationResult data) {
        all.iterationResult(benchmark, parameters, iteration, data);
    }

    @Override
    public void startRun() {
        all.startRun();
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        all.endRun(results);
    }

    @Override
    public void print(String text) {
        all.print(text);
    }

    @Override
    public void flush() {
        all.flush();
    }

    @Override
    public void close() {
        // The streams belong to who made them.
        all.flush();
    }

    @Override
    public void verbosePrintln(String line) {
        all.verbosePrintln(line);
    }

    @Override
    public void write(int b) {
        all.write(b);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        all.write(bytes);
    }
}
