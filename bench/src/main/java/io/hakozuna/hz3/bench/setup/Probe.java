package io.hakozuna.hz3.bench.setup;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.UsageError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks, before anything is measured, that a library loads and really serves malloc: the loader only warns about one that it cannot
 * preload, and a library without malloc would silently measure glibc.
 */
public final class Probe {
    private static final Pattern ORIGIN = Pattern.compile("^\\[ALLOCATOR] malloc=(.*)$", Pattern.MULTILINE);

    private Probe() {
    }

    public static void check(Allocator allocator, Path randomMixed) {
        Program.Output output = Program.run(List.of(randomMixed.toString(), "1000", "10", "16", "2048"),
            allocator.environment(), Duration.ofSeconds(30));
        Matcher origin = ORIGIN.matcher(output.out());
        String where = allocator.name() + " (" + allocator.file() + ") ";
        if (output.err().contains("cannot be preloaded")) {
            throw new UsageError(where + "cannot be preloaded: the loader refuses it");
        }
        if (output.timedOut() || output.exit() != 0 || !origin.find()) {
            throw new UsageError(where + "fails on a run of 1000 steps: "
                + (output.timedOut() ? "it does not end" : "exit " + output.exit()));
        }
        if (!allocator.isFile(origin.group(1))) {
            throw new UsageError(where + "does not replace malloc: it comes from " + origin.group(1));
        }
    }
}
