package io.hakozuna.hz3.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.result.Samples;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanePageTest {
    private static final Path ROOT = Path.of(System.getProperty("hz3.root"));

    @TempDir
    private Path folder;

    /** A lane of twice the throughput, three times the memory, and half the instructions. */
    private static BenchResult result(String subject) {
        List<Allocator> allocators = List.of(new Allocator(subject, "/x/a.so", true, "1"), new Allocator("hz3_mine", "/x/b.so", true, "2"));
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= 8; round++) {
            samples.add(new Sample(round, subject, 10e6 + round, 1024, 1024, 0, 0, null, null));
            samples.add(new Sample(round, "hz3_mine", 20e6 + round, 3072, 1024, 0, 0, null, null));
        }
        List<Summary> summaries = allocators.stream().map(allocator -> Summary.of(samples, subject, allocator.name())).toList();
        RowResult row = new RowResult("mt2_r90", "threads", "about", false, null, 0, "x", null, summaries, samples, List.of(),
            List.of(OperationCount.of(subject, 60, 0.02), OperationCount.of("hz3_mine", 30, 0.01)));
        return BenchResult.begin("x", Samples.result().machine(), allocators, 8, false).with(row);
    }

    @Test
    void tellsOfTheFilesAndOfTheResult() throws IOException {
        Path lanes = Files.createDirectories(folder.resolve("lanes"));
        Files.writeString(lanes.resolve("scale.lane"), "# the default\n");
        Files.writeString(lanes.resolve("mine.lane"), "# me\nparent = scale\nHZ3_X = 4\n");
        Path counts = folder.resolve("docs/results/lane_counts.csv");
        Files.createDirectories(counts.getParent());
        Files.copy(ROOT.resolve("docs/results/lane_counts.csv"), counts);
        String page = LanePage.of(folder, result("hz3_scale"));
        String table = LaneTable.markdown(folder, result("hz3_scale"));
        assertTrue(table.contains("| `mine` | me | as `scale`, but `HZ3_X = 4` | - | - | 2.00 | - | 3.00 |\n| `scale` | the default | - | 1 |"), table);
        assertTrue(page.contains("| `mine` | me | `scale` | `HZ3_X = 4` |\n| `scale` | the default | - | - |\n"), page);
        assertTrue(page.contains("| lane | mt2_r90 |\n|---|---:|\n| `scale` | 10.00 M/s |\n| `mine` | 2.00 |\n"), page);
        assertTrue(page.contains("| `scale` | 1.0 |\n| `mine` | 3.0 |\n"), page);
        assertTrue(page.contains("Loads and stores an operation:\n\n| lane | 2 r50 | 2 r90 | 2 few_r90 |"), page);
        Files.writeString(counts, Files.readString(counts).replace("r90,31,scale_r90,", "r90,31,scale_r91,"));
        assertTrue(assertThrows(UsageError.class, () -> LanePage.of(folder, result("hz3_scale"))).getMessage().contains("scale_r90"));
    }

    @Test
    void refusesOtherResults() {
        assertThrows(UsageError.class, () -> LanePage.of(folder, result("hz3")));
    }

    @Test
    void thePageInDocsIsFresh() throws IOException {
        BenchResult measured = JsonFile.read(ROOT.resolve("docs/results/lanes.json"));
        assertEquals(LanePage.of(ROOT, measured), Files.readString(ROOT.resolve("docs/LANES.md")),
            "docs/LANES.md is stale; make it anew with: ./hz3 bench lanes docs/results/lanes.json");
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertEquals(LaneTable.BLOCK.replace(readme, LaneTable.markdown(ROOT, measured)), readme,
            "README's lanes are stale; make them anew with: ./hz3 bench lanes docs/results/lanes.json");
    }

    @Test
    void knobsTellWhatChangesInstructionsAndMemory() {
        assertEquals("hz3_mine\tmt2_r90 60.0 to 30.0 instructions; mt2_r90 1.0 to 3.0 MiB at the peak\n", KnobEffects.of(result("hz3_scale")));
    }
}
