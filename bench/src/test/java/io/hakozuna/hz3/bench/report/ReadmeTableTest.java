package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.result.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTableTest {
    @TempDir
    private Path directory;

    @Test
    void onlyTheBlockIsReplacedAndAgainGivesTheSame() {
        String once = ReadmeTable.BLOCK.replace("before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n", "new\n");
        assertEquals("before\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nafter\n", once);
        assertEquals(once, ReadmeTable.BLOCK.replace(once, "new\n"));
    }

    @Test
    void missingOrSwappedMarksAreNoBlock() {
        assertNull(ReadmeTable.BLOCK.replace("nothing", "new"));
        assertNull(ReadmeTable.BLOCK.replace("<!-- bench:begin -->", "new"));
        assertNull(ReadmeTable.BLOCK.replace("<!-- bench:end --> <!-- bench:begin -->", "new"));
    }

    @Test
    void theMarkdownHasBothTables() {
        String markdown = ReadmeTable.markdown(Samples.result());
        assertTrue(markdown.contains("| row | hz3 ops/s | peer |\n|---|---:|---:|\n"
            + "| small | 31.00 M | **2.00** 1.81..2.25 |\n| mixed | 10.00 M | even 0.45..2.36 |\n"),
            markdown);
        assertTrue(markdown.contains("| row | hz3 | peer |\n|---|---:|---:|\n| small | 2.0 / 1.0 | 2.0 / 1.0 |\n"), markdown);
    }

    @Test
    void whatIsUnsureOrDoesNotCountIsExplained() {
        BenchResult result = Samples.result();
        assertFalse(ReadmeTable.markdown(result).contains("(?)") || ReadmeTable.markdown(result).contains("\"-\""));
        List<Sample> invalid = List.of(new Sample(1, "peer", 5, 2048, 1024, 50, 5.8, null, "invalid: fallback 5.8 %"));
        BenchResult part = result.with(Samples.row("mt2_r50", result.allocators(), Samples.join(Samples.of("hz3", 1e6), invalid)))
            .with(Samples.row("large", result.allocators(), Samples.join(Samples.of("hz3", 3e6), Samples.of("peer", 1e6))));
        String markdown = ReadmeTable.markdown(part);
        assertTrue(markdown.contains("| mt2_r50 | 1.00 M | - |\n| large | 3.00 M | 3.00 (?) |\n"), markdown);
        assertTrue(markdown.contains("\n\"-\": no run counts. peer on mt2_r50: more than 0.1 % of the blocks found the ring"), markdown);
        assertTrue(markdown.contains("\"(?)\": of one pair of runs"), markdown);
    }

    @Test
    void aResultGoesThroughJsonToTheFile() throws IOException {
        Path json = directory.resolve("result.json");
        Path readme = Files.writeString(directory.resolve("README.md"), "<!-- bench:begin --><!-- bench:end -->");
        JsonFile.write(json, Samples.result());
        assertEquals(Samples.result(), JsonFile.read(json));
        ReadmeTable.fill(readme, JsonFile.read(json));
        assertTrue(Files.readString(readme).contains("| small | 31.00 M |"));
    }

    @Test
    void whatIsNoResultIsRefused() throws IOException {
        Path json = Files.writeString(directory.resolve("bad.json"), "{\"schema\": 99}");
        assertThrows(UsageError.class, () -> JsonFile.read(json));
        Files.writeString(json, "not json");
        assertThrows(UsageError.class, () -> JsonFile.read(json));
    }

    @Test
    void theCommittedResultIsReadWithTodaysStatistics() {
        BenchResult result = JsonFile.read(Path.of(System.getProperty("hz3.root"), "docs/results/2026-11-24/result.json"));
        assertEquals(60, result.rows().size());
        assertTrue(result.row("mt2_r50").summaries().getFirst().remotePercent() > 49);
        assertTrue(result.row("small").summaries().get(1).ratio().max() / result.row("small").summaries().get(1).ratio().min() > 1);
    }

    @Test
    void aResultThatCannotBeKeptLeavesNoDraft() throws IOException {
        Files.createDirectories(directory.resolve("result.json/full"));
        assertThrows(UsageError.class, () -> JsonFile.write(directory.resolve("result.json"), Samples.result()));
        assertEquals(List.of("result.json"), names());
        Files.createDirectories(directory.resolve("page.html/full"));
        assertThrows(UsageError.class, () -> HtmlReport.write(directory.resolve("page.html"), Samples.result()));
        assertEquals(List.of("page.html", "result.json"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
