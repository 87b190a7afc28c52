package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a run is kept.
 *
 * @param json    its result
 * @param html    its report
 * @param earlier what an interrupted run left in the result, or null
 */
record ResultFiles(Path json, Path html, BenchResult earlier) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss");
    private static final String RESULT = "result.json";

    static ResultFiles of(Path json, Path html, boolean resume, Path root) {
        Path runs = root.resolve("target/bench");
        Path result = json != null ? json : resume ? latest(runs) : runs.resolve(STAMP.format(LocalDateTime.now())).resolve(RESULT);
        Path report = html != null ? html : result.resolveSibling(
            result.getFileName().toString().equals(RESULT) ? "report.html" : result.getFileName().toString().replaceFirst("\\.json$", "") + ".html");
        boolean exists = Files.isRegularFile(result);
        if (resume) {
            if (!exists) {
                throw new UsageError("nothing to resume: " + result + " does not exist");
            }
            return new ResultFiles(result, report, JsonFile.read(result));
        }
        if (exists && !JsonFile.read(result).finished()) {
            throw new UsageError(result + " holds an interrupted run: add --resume to go on with it, or remove it");
        }
        return new ResultFiles(result, report, null);
    }

    void save(BenchResult result) {
        JsonFile.write(json, result);
    }

    private static Path latest(Path runs) {
        if (!Files.isDirectory(runs)) {
            throw new UsageError("nothing to resume: no run in " + runs);
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.map(run -> run.resolve(RESULT)).filter(Files::isRegularFile).max(Comparator.naturalOrder())
                .orElseThrow(() -> new UsageError("nothing to resume: no run in " + runs));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
