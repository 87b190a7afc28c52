package io.hakozuna.hz3.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    @TempDir
    private Path folder;

    @Test
    void readsLinesAmongOthers() {
        List<Report> reports = Reports.parse("""
            a program's own line
            [HZ3_ARENA] reserved=64 in_use=3
            [HZ3_LIVES] 1024=5 until_the_end=2
            [HZ3_BROKEN] x=
            """);
        assertEquals(List.of(new Report(Map.of("arena", Map.of("reserved", 64L, "in_use", 3L),
            "lives", Map.of("1024", 5L, "until_the_end", 2L)), 1)), reports);
    }

    @Test
    void readsJson() {
        assertEquals(Reports.parse("[HZ3_ARENA] reserved=64 in_use=3\n[HZ3_BINS] refills=-1\n"),
            Reports.parse("{\"arena\":{\"reserved\":64,\"in_use\":3},\"bins\":{\"refills\":-1}}\n"));
    }

    @Test
    void aBoxThatComesAgainIsAnotherProcess() {
        List<Report> reports = Reports.parse("[HZ3_A] x=1\n[HZ3_B] y=2\n[HZ3_A] x=10\n[HZ3_B] y=20\n");
        assertEquals(new Report(Map.of("a", Map.of("x", 11L), "b", Map.of("y", 22L)), 2), Report.sum(reports));
    }

    @Test
    void refusesFilesWithoutAny() throws IOException {
        Path file = Files.writeString(folder.resolve("none"), "nothing\n");
        assertEquals("no statistics in " + file + "; a run with HZ3_STATS=1 HZ3_STATS_FILE=" + file + " writes them",
            assertThrows(IllegalArgumentException.class, () -> Reports.read(file)).getMessage());
        Path missing = folder.resolve("missing");
        assertEquals("no file " + missing + "; a run with HZ3_STATS=1 HZ3_STATS_FILE=" + missing + " writes it",
            assertThrows(IllegalArgumentException.class, () -> Reports.read(missing)).getMessage());
    }

    @Test
    void comparesRuns() {
        List<Report> reports = List.of(Report.sum(Reports.parse("[HZ3_A] x=1000 y=0\n")), Report.sum(Reports.parse("[HZ3_A] x=1500 y=3\n")));
        assertEquals(List.of(
            "           first  second  ratio",
            "processes      1       1   1.00",
            "a x        1,000   1,500   1.50",
            "a y            0       3    new"), new Comparison(List.of("first", "second"), reports).lines());
    }
}
