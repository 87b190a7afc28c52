package io.hakozuna.hz3.bench.trace;

import io.hakozuna.hz3.bench.process.UsageError;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The subcommand that {@code scripts/record_trace.sh} ends with: a line on standard error for each trace that a recording made. */
@Command(name = "recorded", hidden = true, description = "Says in a line for each trace what is in it.")
public final class RecordedCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE")
    private List<Path> files;

    @Override
    public Integer call() {
        files.stream().map(RecordedCommand::line).forEach(System.err::println);
        return 0;
    }

    private static String line(Path file) {
        try {
            TraceProfile profile = TraceProfile.of(file);
            return "hz3: " + file + ": " + ProfileText.summary(profile) + (profile.cutOff() ? ", cut off" : "") + ": "
                + ProfileText.command(profile);
        } catch (UsageError e) {
            return "hz3: " + e.getMessage();
        }
    }
}
