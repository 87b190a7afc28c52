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
    private final Path folder;
    private final BenchResult start;
    private final String flags;

    SsotLog(Path folder, BenchResult start, String flags) {
        this.folder = folder;
        this.start = start;
        this.flags = flags;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageError("cannot make the folder " + folder);
        }
    }

    /** Called after each round: an interrupted run leaves the logs of what was measured. */
    void save(BenchResult result) {
        RowResult last = result.rows().getLast();
        for (Allocator allocator : start.allocators()) {
            write(last.name() + "_" + allocator.name() + ".log", header(last, allocator) + "\n"
                + last.samples().stream().filter(sample -> sample.allocator().equals(allocator.name())).map(SsotLog::line)
                .collect(Collectors.joining()));
        }
    }

    void finish(BenchResult result, List<String> verdict) {
        JsonFile.write(folder.resolve("result.json"), result);
        write("README.log", start.machine().describe() + "\n" + String.join("\n", verdict) + "\n");
    }

    private String header(RowResult row, Allocator allocator) {
        return String.format(Locale.ROOT, "[BENCH-HEADER] git=%s case=%s%s allocator=%s so=%s version='%s' flags='%s' args='%s' runs=%d date=%s",
            start.machine().git(), row.name(), row.secondary() ? " secondary=1" : "", allocator.name(), allocator.file(),
            allocator.version(), flags, row.command(), start.runs(), start.machine().date());
    }

    private static String line(Sample sample) {
        return String.format(Locale.ROOT, "run=%d ops_per_s=%.0f peak_rss_kib=%d rss_kib=%d%s%n", sample.round(), sample.opsPerSecond(),
            sample.peakRssKib(), sample.rssKib(), sample.problem() == null ? "" : " problem='" + sample.problem() + "'");
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UsageError("cannot write " + folder.resolve(name) + " (" + e.getMessage() + ")");
        }
    }
}
