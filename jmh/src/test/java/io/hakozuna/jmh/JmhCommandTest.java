package io.hakozuna.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.jmh.report.Results;
import io.hakozuna.jmh.report.RivalTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

    @Test
    void aRunKeepsItsResultWithTheMachine() throws IOException {
        assertEquals(0, run("hz3"));
        Results results = Results.read(List.of(result()));
        assertEquals(1, results.machines().size());
        assertTrue(RivalTable.markdown(results).contains("\n| Pair, size 64 | **"), RivalTable.markdown(results));
        Path page = Files.writeString(root.resolve("page.md"), "<!-- jmh:begin --><!-- jmh:end -->");
        assertEquals(0, JmhCommand.run(root, "--fill", page.toString(), result().toString()));
        assertTrue(Files.readString(page).contains(RivalTable.markdown(results)));
    }

    @Test
    void aBenchmarkThatFailsIsTold() throws IOException {
        assertEquals(1, run("hz4"));
    }

    private int run(String rival) throws IOException {
        return JmhCommand.run(root, "Pair.raw", "-p", "rival=" + rival, "-p", "size=64", "-f", "0", "-wi", "0", "-i", "1", "-r", "10ms",
            "-v", "SILENT");
    }

    private Path result() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith("result.json")).findFirst().orElseThrow();
        }
    }

    private void refused(String... arguments) {
        assertThrows(UsageError.class, () -> JmhCommand.run(root, arguments));
    }
}
