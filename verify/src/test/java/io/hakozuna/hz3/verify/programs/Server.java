package io.hakozuna.hz3.verify.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A server in the background. Closing it ends it, and what it started, whatever state it is in. */
final class Server implements AutoCloseable {
    private static final long READY_SECONDS = 30;
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Path output;

    /** Starts the server; its standard output and error go to the given file. */
    Server(Run run, Path output) throws IOException {
        this.output = output;
        process = run.start(output);
    }

    /** Asks a server, in any way, whether it answers. */
    interface Probe {
        boolean answers() throws IOException, InterruptedException;
    }

    void awaitReady(Probe probe) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!probe.answers()) {
            if (!process.isAlive()) {
                fail("the server ended with " + process.exitValue() + "\n" + output());
            }
            if (System.nanoTime() > end) {
                fail("the server is not ready after " + READY_SECONDS + " s\n" + output());
            }
            Thread.sleep(50);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks the server to end (SIGTERM), fails unless it does with exit code 0, and returns all that it printed. */
    String stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            fail("the server still runs " + STOP_SECONDS + " s after SIGTERM\n" + output());
        }
        assertEquals(0, process.exitValue(), () -> "exit code of the server: " + process.exitValue());
        return output();
    }

    private String output() throws IOException {
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            Run.kill(process);
        }
    }
}
