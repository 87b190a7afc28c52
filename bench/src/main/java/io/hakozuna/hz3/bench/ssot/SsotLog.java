package io.hakozuna.hz3.bench.ssot;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A log for each case and allocator, {@code CASE_ALLOCATOR.log}, whose first line tells what was measured; and the verdict. */
final class SsotLog {
    private static final String RESULT = "result.json";

    private final Path folder;
    private final BenchResult start;
    private final String flags;

    /** What is in the folder already, of an interrupted run with the same settings, is gone on with. */
    SsotLog(Path folder, BenchResult begun, String flags) {
        this.folder = folder;
        this.flags = flags;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageError("cannot make the folder " + folder);
        }
        Path json = folder.resolve(RESULT);
        start = Files.isRegularFile(json) ? same(JsonFile.read(json), begun, folder) : begun;
    }

    /** The earlier result, whose samples are as good as new ones; the files may have moved. */
    static BenchResult same(BenchResult earlier, BenchResult begun, Path folder) {
        if (earlier.finished()) {
            throw new UsageError(folder + " holds a run that is finished; name another folder in LOG_DIR, or none");
        }
        if (!versions(earlier).equals(versions(begun)) || earlier.runs() != begun.runs()
            || earlier.rows().stream().anyMatch(row -> !begun.plan().rows().contains(row.command()))) {
            throw new UsageError(folder + " holds a run of other builds or settings; name another folder in LOG_DIR, or none");
        }
        return earlier.at(begun.allocators());
    }

    private static List<String> versions(BenchResult result) {
        return result.allocators().stream().map(allocator -> allocator.name() + " " + allocator.version()).toList();
    }

    /** What there was when this run began. */
    BenchResult start() {
        return start;
    }

    /** Called after each round: an interrupted run leaves the logs of what was measured, and goes on from there. */
    void save(BenchResult result) {
        JsonFile.write(folder.resolve(RESULT), result);
        for (RowResult row : result.rows()) {
            for (Allocator allocator : start.allocators()) {
                write(row.name() + "_" + allocator.name() + ".log", header(row, allocator) + "\n"
                    + row.samples().stream().filter(sample -> sample.allocator().equals(allocator.name()))
                    .map(sample -> "run=" + sample.round() + " " + figures(sample)).collect(Collectors.joining()));
            }
        }
    }

    void finish(BenchResult result, List<String> verdict) {
        JsonFile.write(folder.resolve(RESULT), result);
        write("README.log", start.machine().describe() + "\n" + String.join("\n", verdict) + "\n");
    }

    String header(RowResult row, Allocator allocator) {
        return String.format(Locale.ROOT, "[BENCH-HEADER] git=%s case=%s%s allocator=%s so=%s version='%s' flags='%s' args='%s' runs=%d date=%s",
            start.machine().git(), row.name(), row.secondary() ? " secondary=1" : "", allocator.name(), allocator.file(),
            allocator.version(), flags, row.command(), start.runs(), start.machine().date());
    }

    /** The rest of a line. */
    static String figures(Sample sample) {
        return String.format(Locale.ROOT, "ops_per_s=%.0f peak_rss_kib=%d rss_kib=%d%s%s%n", sample.opsPerSecond(),
            sample.peakRssKib(), sample.rssKib(),
            sample.remotePercent() == 0 ? ""
                : String.format(Locale.ROOT, " remote_percent=%.2f fallback_percent=%.4f", sample.remotePercent(), sample.fallbackPercent()),
            sample.problem() == null ? "" : " problem='" + sample.problem() + "'");
    }

    void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UsageError("cannot write " + folder.resolve(name) + " (" + e.getMessage() + ")");
        }
    }
}
