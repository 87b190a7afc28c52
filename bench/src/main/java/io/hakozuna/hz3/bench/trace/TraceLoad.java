package io.hakozuna.hz3.bench.trace;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The replay of a trace. What {@code replay.c} plays is in a temporary file until this is closed. */
public final class TraceLoad implements Load, AutoCloseable {
    private static final String PROGRAM = "replay";

    private final Path trace;
    private final Path replay;

    private TraceLoad(Path trace, Path replay) {
        this.trace = trace;
        this.replay = replay;
    }

    /** Makes the replay. Throws {@link UsageError} where the file is no trace, or one without a call. */
    public static TraceLoad of(Path trace) {
        try (TraceFile file = TraceFile.open(trace)) {
            Path replay = Files.createTempFile("hz3-replay", ".bin");
            replay.toFile().deleteOnExit();
            if (ReplayFile.write(file, replay) == 0) {
                throw new UsageError(trace + " has no calls to replay");
            }
            return new TraceLoad(trace, replay);
        } catch (IOException e) {
            throw new UsageError("cannot make the replay of " + trace + ": " + e.getMessage());
        }
    }

    @Override
    public String describe(boolean quick) {
        return PROGRAM + " " + trace;
    }

    @Override
    public String missing() {
        return null;
    }

    @Override
    public Measurement run(Setting setting) {
        Resident resident = new Resident();
        List<String> command = List.of(setting.workloads().program(PROGRAM).toString(), replay.toString());
        return Measurement.of(Program.run(command, setting.allocator().environment(), setting.limit(), resident), resident.kib());
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(replay);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
