package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, for settings that are read once a process and for what happens at its end. */
record ChildJvm(int exit, String out) {
    private static final int TIMEOUT_SECONDS = 120;

    /** Runs a class's main under the options; both of its outputs are told as one. */
    static ChildJvm run(Class<?> program, List<String> options, String... arguments) {
        List<String> granted = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        granted.addAll(options);
        return runWithout(program, granted, arguments);
    }

    /** The same where nobody has granted native access. */
    static ChildJvm runWithout(Class<?> program, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--sun-misc-unsafe-memory-access=deny", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), () -> "it hangs; so far: " + out);
            return new ChildJvm(process.exitValue(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The program said exactly this and ended well. */
    void said(String... lines) {
        assertEquals(String.join("\n", lines) + "\n", out);
        assertEquals(0, exit);
    }
}
