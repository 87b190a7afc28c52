package io.hakozuna.hz3.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted by a signal, as from the terminal, and gone on with. */
class ResumeTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private List<String> bench(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Dhz3.root=" + System.getProperty("hz3.root"),
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Bench.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Test
    void anInterruptedRunLeavesItsReportAndGoesOnAsItWasBegun() throws IOException, InterruptedException {
        Path json = directory.resolve("run.json");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(bench("--subject", "glibc", "--self", "--row", "small,live_1m", "--runs", "2", "--json",
            json.toString())).redirectOutput(directory.resolve("out").toFile()).redirectError(errors.toFile()).start();
        awaitRow(json, process);
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals("bench: interrupted; " + json + " holds what was measured; ./hz3 bench --resume --json " + json + " goes on\n",
            Files.readString(errors));
        assertTrue(Files.readString(directory.resolve("run.html")).contains("\"finished\":false"));
        BenchResult part = JsonFile.read(json);
        assertFalse(part.finished());

        Program.Output resumed = Program.run(bench("--resume", "--json", json.toString()), LIMIT);
        assertEquals(0, resumed.exit(), resumed.err());
        BenchResult whole = JsonFile.read(json);
        assertTrue(whole.finished());
        assertEquals(List.of("small", "live_1m"), whole.plan().rows());
        assertEquals(part.row("small").samples().getFirst(), whole.row("small").samples().getFirst());
        assertEquals(4, whole.row("live_1m").samples().size());
    }

    /** Until one round is measured. */
    private static void awaitRow(Path json, Process process) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(json) || JsonFile.read(json).row("small") == null) {
            assertTrue(process.isAlive() && System.nanoTime() < end, "nothing was measured");
            Program.pause(Duration.ofMillis(20));
        }
    }
}
