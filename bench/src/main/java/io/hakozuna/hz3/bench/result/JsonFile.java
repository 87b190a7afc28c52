package io.hakozuna.hz3.bench.result;

import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** Keeps a result as JSON. Each write replaces the file as a whole, so an interrupted bench leaves the last complete state. */
public final class JsonFile {
    private static final JSON FORMAT = JSON.std;

    private JsonFile() {
    }

    public static String text(BenchResult result) {
        return FORMAT.asString(result) + "\n";
    }

    public static void write(Path file, BenchResult result) {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(draft, text(result));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            draft.toFile().delete();
            throw new UsageError("cannot write " + file + " (" + e.getMessage() + ")");
        }
    }

    public static BenchResult read(Path file) {
        try {
            BenchResult result = FORMAT.beanFrom(BenchResult.class, Files.readString(file));
            if (result.schema() == BenchResult.SCHEMA) {
                return result;
            }
            if (result.schema() == BenchResult.OLDEST) {
                return result.current();
            }
        } catch (IOException e) {
            throw new UsageError("cannot read " + file);
        } catch (JacksonException e) {
            throw new UsageError(file + " is no bench result: " + e.getOriginalMessage());
        }
        throw new UsageError(file + " is no bench result of schema " + BenchResult.SCHEMA);
    }
}
