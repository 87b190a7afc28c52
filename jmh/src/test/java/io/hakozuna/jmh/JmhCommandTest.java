package io.hakozuna.jmh;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hakozuna.hz3.bench.process.UsageError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhCommandTest {
    @TempDir
    private Path root;

    @Test
    void wrongArgumentsAreRefused() {
        refused("--table");
        refused("--table", "missing.json");
        refused("--fill");
        refused("--fill", "missing.md");
        refused("--resident", "--fill");
        refused("--resident", "hz3");
        refused("-wi", "many");
        refused("NoSuchBenchmark");
    }

    private void refused(String... arguments) {
        assertThrows(UsageError.class, () -> JmhCommand.run(root, arguments));
    }
}
