package io.hakozuna.hz3.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as rows. */
class ReplaysTest {
    @TempDir
    private Path folder;

    private Path trace(String name) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        return Files.write(folder.resolve(name), new TraceBytes().record(Operation.MALLOC, 0x1000, 100)
            .record(Operation.FREE, 0x1000, 0).chunk(1).end(2).bytes());
    }

    @Test
    void eachTraceIsARow() throws IOException {
        try (Replays replays = Replays.of(List.of(trace("one.trace"), trace("two.trace")))) {
            assertEquals(List.of("replay_one", "replay_two"), replays.rows().stream().map(Row::name).toList());
            assertEquals(List.of("one", "two"), replays.profiles().stream().map(TraceProfile::name).toList());
            assertEquals(folder.resolve("two.trace").toString(), replays.files().getLast());
            Measurement measured = replays.rows().getFirst().load().run(new Load.Setting(Allocator.named("glibc"),
                new NativeBuild(Path.of(System.getProperty("hz3.root"))), false, Duration.ofSeconds(30)));
            assertTrue(measured.opsPerSecond() > 0, measured::toString);
        }
    }

    @Test
    void tracesOfOneNameAreRefused() throws IOException {
        List<Path> files = List.of(trace("a/one.trace"), trace("b/one.trace"));
        assertTrue(assertThrows(UsageError.class, () -> Replays.of(files)).getMessage().startsWith("two of the traces have the same name"));
    }
}
