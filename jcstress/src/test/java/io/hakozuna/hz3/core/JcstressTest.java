package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Main;

/** All of the tests for a fifth of a second each, in one mode of the JVM; the other modes are by {@code ./hz3 verify}. */
class JcstressTest {
    @TempDir
    private Path folder;

    @Test
    void onlyWhatIsAllowedIsSeen() throws Exception {
        File output = folder.resolve("output").toFile();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), Main.class.getName(), "-f", "1", "-iters", "1", "-time", "200",
            "-strideSize", "64", "-pth", "false", "-sc", "false", "-jvmArgs", "-Xmx256m", "-c", "2", "-r", folder.toString())
            .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output).start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> "not at its end: " + text(output));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> text(output));
        assertTrue(text(output).contains("All remaining tests: 9 matching test results."), () -> text(output));
    }

    private static String text(File output) {
        try {
            return Files.readString(output.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
