package io.hakozuna.hz3.bench.ssot;

import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The pairs that decide GO or NO-GO: {@code abba_CASE.log} for each case, and {@code abba.json}, from which an interrupted run goes on. */
final class AbbaLog {
    private final SsotLog logs;
    private final Path json;
    private BenchResult result;

    /** With build and base as the only allocators of the start. */
    AbbaLog(SsotLog logs, Path folder, BenchResult start) {
        this.logs = logs;
        json = folder.resolve("abba.json");
        result = Files.isRegularFile(json) ? SsotLog.same(JsonFile.read(json), start, folder) : start;
    }

    /** What an earlier run has of the case. */
    List<Sample> earlier(Row row) {
        RowResult known = result.row(row.name());
        return known == null ? List.of() : known.samples();
    }

    void save(Row row, List<Sample> samples) {
        result = result.with(RowResult.of(row, row.load().describe(false), result.allocators(), samples, List.of()));
        JsonFile.write(json, result);
        logs.write("abba_" + row.name() + ".log", logs.header(result.row(row.name()), result.allocators().getFirst())
            + " base=" + result.allocators().getLast().file() + "\n"
            + samples.stream().map(AbbaLog::line).collect(Collectors.joining()));
    }

    private static String line(Sample sample) {
        return String.format(Locale.ROOT, "pair=%d build=%s %s", sample.round(), sample.allocator(), SsotLog.figures(sample));
    }
}
