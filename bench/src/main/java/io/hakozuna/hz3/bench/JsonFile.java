package io.hakozuna.hz3.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** Keeps a result as JSON. Each write replaces the file as a whole, so an interrupted bench leaves the last complete state. */
final class JsonFile {
    private static final JSON FORMAT = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private JsonFile() {
    }

    static void write(Path file, BenchResult result) {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(draft, FORMAT.asString(result) + "\n");
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UsageError("cannot write " + file);
        }
    }

    static BenchResult read(Path file) {
        try {
            BenchResult result = FORMAT.beanFrom(BenchResult.class, Files.readString(file));
            if (result.schema() == BenchResult.SCHEMA) {
                return result;
            }
        } catch (IOException e) {
            throw new UsageError("cannot read " + file);
        } catch (JacksonException e) {
            throw new UsageError(file + " is no bench result: " + e.getOriginalMessage());
        }
        throw new UsageError(file + " is no bench result of schema " + BenchResult.SCHEMA);
    }
}
