package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.JsonFile;
import io.hakozuna.hz3.bench.result.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTableTest {
    @TempDir
    private Path directory;

    @Test
    void onlyTheBlockIsReplacedAndAgainGivesTheSame() {
        String once = ReadmeTable.replaceBlock("before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n", "new\n");
        assertEquals("before\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nafter\n", once);
        assertEquals(once, ReadmeTable.replaceBlock(once, "new\n"));
    }

    @Test
    void missingOrSwappedMarksAreNoBlock() {
        assertNull(ReadmeTable.replaceBlock("nothing", "new"));
        assertNull(ReadmeTable.replaceBlock("<!-- bench:begin -->", "new"));
        assertNull(ReadmeTable.replaceBlock("<!-- bench:end --> <!-- bench:begin -->", "new"));
    }

    @Test
    void theMarkdownHasBothTables() {
        String markdown = ReadmeTable.markdown(Samples.result());
        assertTrue(markdown.contains("| row | hz3 ops/s | peer |\n|---|---:|---:|\n"
            + "| small | 31.00 M | **2.00** |\n| mixed | 10.00 M | even |\n"),
            markdown);
        assertTrue(markdown.contains("| row | hz3 | peer |\n|---|---:|---:|\n| small | 2.0 / 1.0 | 2.0 / 1.0 |\n"), markdown);
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
}
