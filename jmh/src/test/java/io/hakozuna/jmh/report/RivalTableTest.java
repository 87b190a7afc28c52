package io.hakozuna.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalTableTest {
    private static final String GARBAGE = "\"secondaryMetrics\": {\"gc.alloc.rate.norm\": {\"rawData\": [[0.001, 64.2, 64.0]]}}";

    @TempDir
    private Path folder;

    private Path json;

    private Path write(String... rows) throws IOException {
        json = Files.writeString(folder.resolve("result.json"), "[" + String.join(",\n", rows) + "]");
        return json;
    }

    private static String row(String benchmark, String parameters, String unit, String raw, String secondary) {
        return """
            {"benchmark": "some.where.%s", "mode": "avgt", "threads": 1, "forks": 2, "jvmArgs": ["-Xmx1g", "-ea"], "warmupIterations": 5,
             "warmupTime": "500 ms", "measurementIterations": 3, "measurementTime": "300 ms", "params": {%s},
             "primaryMetric": {"score": 1, "scoreError": "NaN", "scoreUnit": "%s", "rawData": %s}, %s}""".formatted(benchmark,
            parameters, unit, raw, secondary);
    }

    @Test
    void aCellHasTheMediansOfAllForks() throws IOException {
        write(row("Pair.raw", "\"rival\": \"hz3\", \"size\": \"64\"", "ns/op", "[[5.0, 7.0], [6.04]]", GARBAGE),
            row("Pair.raw", "\"rival\": \"malloc\", \"size\": \"64\"", "us/op", "[[2.0]]", "\"secondaryMetrics\": {}"),
            row("Pair.raw", "\"rival\": \"malloc\", \"size\": \"16\"", "ns/op", "[[20.0, 30.0]]", "\"secondaryMetrics\": {}"),
            row("Held.buffer", "\"live\": \"128\", \"rival\": \"other\"", "ns/op", "[[99.96]]", "\"secondaryMetrics\": {}"));
        String markdown = RivalTable.markdown(Results.read(List.of(json)));
        assertTrue(markdown.contains("""

            | raw | hz3 | malloc |
            |---|---:|---:|
            | Pair, size 64 | **6.0** / 64 | 2000 |
            | Pair, size 16 | - | **25.0** |

            | buffer | other |
            |---|---:|
            | Held, live 128 | **100.0** |
            """), markdown);
        assertTrue(markdown.contains("JMH: forks 2, iterations 3 of 300 ms after 5 of 500 ms to warm up, JVM options -Xmx1g -ea.\n"),
            markdown);
    }

    @Test
    void whatAllocatesNothingIsNeverTheLeast() throws IOException {
        write(row("VirtualThreads.raw", "\"rival\": \"none\"", "ns/op", "[[5.0]]", "\"secondaryMetrics\": {}"),
            row("VirtualThreads.raw", "\"rival\": \"hz3\"", "ns/op", "[[7.0]]", "\"secondaryMetrics\": {}"));
        assertTrue(RivalTable.markdown(Results.read(List.of(json))).contains("| VirtualThreads | 5.0 | **7.0** |"));
    }

    @Test
    void theMachineIsInTheFile() throws IOException {
        write(row("Pair.raw", "\"rival\": \"hz3\"", "ns/op", "[[5.0]]", GARBAGE));
        Results before = Results.read(List.of(json));
        Results.stamp(json, "a machine");
        Results after = Results.read(List.of(json));
        assertEquals(before.measurements(), after.measurements());
        assertEquals(List.of("a machine"), after.machines());
        assertTrue(RivalTable.markdown(after).startsWith("a machine.\n"));
    }

    @Test
    void onlyTheBlockIsFilled() throws IOException {
        write(row("Pair.raw", "\"rival\": \"hz3\"", "ns/op", "[[5.0]]", GARBAGE));
        Results results = Results.read(List.of(json));
        Path page = Files.writeString(folder.resolve("page.md"), "a\n<!-- jmh:begin -->\nold\n<!-- jmh:end -->\nz\n");
        RivalTable.fill(page, results);
        assertEquals("a\n<!-- jmh:begin -->\n" + RivalTable.markdown(results) + "<!-- jmh:end -->\nz\n", Files.readString(page));
    }

    @Test
    void whatIsNoResultIsRefused() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "no JSON");
        assertThrows(UsageError.class, () -> Results.read(List.of(other)));
        Files.writeString(other, "[1]");
        assertThrows(UsageError.class, () -> Results.read(List.of(other)));
        assertThrows(UsageError.class, () -> Results.read(List.of(folder.resolve("missing.json"))));
        write(row("Pair.raw", "\"rival\": \"hz3\"", "ops/ns", "[[5.0]]", GARBAGE));
        assertThrows(UsageError.class, () -> Results.read(List.of(json)));
    }
}
