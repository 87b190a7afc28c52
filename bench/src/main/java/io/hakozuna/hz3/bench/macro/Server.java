package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.ProcessStatus;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in the background. Its resident size is sampled from its start on, and at its bound in time it is killed, which ends those
 * who wait for its answers too. Closing it ends it whatever state it is in.
 */
final class Server implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);

    private final Process process;
    private final Path errors;
    private final Resident resident;
    private final long deadline;
    private final Thread sampler;
    private volatile boolean outOfTime;

    Server(List<String> command, Map<String, String> environment, Path folder, Duration limit, Resident resident) {
        this.resident = resident;
        deadline = System.nanoTime() + limit.toNanos();
        errors = folder.resolve("errors");
        process = Program.start(command, environment, folder.resolve("output"), errors);
        sampler = Thread.ofPlatform().daemon().start(this::sample);
    }

    /** Asks whether the server answers. */
    interface Probe {
        boolean answers() throws IOException;
    }

    /** Work with a server, during which it may die. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Waits until the server answers, and makes sure of its allocator. */
    void awaitReady(Probe probe, Allocator allocator) throws IOException {
        long end = System.nanoTime() + READY.toNanos();
        while (!probe.answers()) {
            if (!process.isAlive()) {
                throw new RunFailed(outOfTime ? "out of time" : "the server did not start: " + ending());
            }
            if (System.nanoTime() > end) {
                throw new RunFailed("the server is not ready after " + READY.toSeconds() + " s");
            }
            Program.pause(Duration.ofMillis(20));
        }
        if (!Watched.isIn(process.pid(), allocator)) {
            throw new RunFailed("the server runs without " + allocator.file());
        }
    }

    /** Does the work; if it fails because the server has died, that is the reason. */
    <T> T during(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (IOException | RunFailed e) {
            boolean died = await(Duration.ofSeconds(1));
            throw new RunFailed(outOfTime ? "out of time" : died ? "the server died: " + ending() : String.valueOf(e.getMessage()));
        }
    }

    /** What the run comes to, by the resident sizes of a server of one process as they are now. Ends the server. */
    Measurement finish(double operationsPerSecond) {
        long now = ProcessStatus.kib(process.pid(), "VmRSS");
        return finish(operationsPerSecond, Math.max(now, ProcessStatus.kib(process.pid(), "VmHWM")), now);
    }

    /** The same by the samples, for a server of many processes. */
    Measurement finishBySamples(double operationsPerSecond) {
        List<Integer> kib = resident.kib();
        return finish(operationsPerSecond, Collections.max(kib), kib.getLast());
    }

    private Measurement finish(double operationsPerSecond, long peakKib, long kib) {
        List<Integer> timeline = resident.kib();
        Program.stop(process);
        if (process.exitValue() != 0) {
            throw new RunFailed("the server did not end well: " + ending());
        }
        return Measurement.plain(operationsPerSecond, peakKib, kib, timeline);
    }

    @Override
    public void close() {
        Program.stop(process);
    }

    private void sample() {
        while (process.isAlive()) {
            if (System.nanoTime() > deadline) {
                outOfTime = true;
                process.destroyForcibly();
            }
            resident.tick(process.pid());
            Program.pause(Duration.ofMillis(Program.Watch.STEP_MS));
        }
    }

    private boolean await(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How the server ended, with the last that it said. */
    private String ending() {
        int exit = process.exitValue();
        String reason = exit > 128 ? "signal " + (exit - 128) : "exit " + exit;
        try {
            return Files.readString(errors, StandardCharsets.ISO_8859_1).lines().filter(line -> !line.isBlank())
                .reduce((first, last) -> last).map(line -> reason + ", " + line).orElse(reason);
        } catch (IOException e) {
            return reason;
        }
    }
}
