package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.report.KnobEffects;
import io.hakozuna.hz3.bench.result.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The subcommand behind {@code scripts/measure_knobs.sh}. */
@Command(name = "knobs", mixinStandardHelpOptions = true,
    description = "Writes what each knob does, for the index of build flags, from the JSON result of scripts/measure_knobs.sh.")
final class KnobsCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "JSON", description = "a file written with --json")
    private Path json;

    @Parameters(index = "1", paramLabel = "FILE", description = "the file to write")
    private Path file;

    @Override
    public Integer call() {
        try {
            Files.writeString(file, KnobEffects.of(JsonFile.read(json)));
        } catch (IOException e) {
            throw new UsageError("cannot write " + file);
        }
        return 0;
    }
}
