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
 * @param json  its result
 * @param html  its report
 * @param named whether the result is where it was asked for, and not where {@code --resume} finds it by itself
 */
record ResultFiles(Path json, Path html, boolean named) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss");
    private static final String RESULT = "result.json";

    /** Of a new run. */
    static ResultFiles fresh(Path json, Path html, Path root) {
        ResultFiles files = of(json, html, runs(root).resolve(STAMP.format(LocalDateTime.now())).resolve(RESULT));
        if (Files.isRegularFile(files.json) && !JsonFile.read(files.json).finished()) {
            throw new UsageError(files.json + " holds an interrupted run: " + files.resumeCommand() + " goes on with it; or remove it");
        }
        return files;
    }

    /** Of an interrupted run, by default the latest. */
    static ResultFiles interrupted(Path json, Path html, Path root) {
        ResultFiles files = of(json, html, json == null ? latest(runs(root)) : json);
        if (!Files.isRegularFile(files.json)) {
            throw new UsageError("nothing to resume: " + files.json + " does not exist");
        }
        return files;
    }

    private static ResultFiles of(Path json, Path html, Path usual) {
        Path result = json == null ? usual : json;
        String name = result.getFileName().toString();
        Path report = html != null ? html
            : result.resolveSibling(name.equals(RESULT) ? "report.html" : name.replaceFirst("\\.json$", "") + ".html");
        return new ResultFiles(result, report, json != null);
    }

    BenchResult read() {
        return JsonFile.read(json);
    }

    void save(BenchResult result) {
        JsonFile.write(json, result);
    }

    /** What goes on with this run if it is interrupted. */
    String resumeCommand() {
        return "./hz3 bench --resume" + (named ? " --json " + json : "");
    }

    private static Path runs(Path root) {
        return root.resolve("target/bench");
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
