package io.hakozuna.hz3.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command's arguments and the parts that choose what is run. */
class BenchTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--row nope                     | no such row: nope",
        "--runs 0                       | --runs must be at least 1",
        "--runs many                    | is not an int",
        "--hot-paths x.md               | --hot-paths needs --callgrind",
        "--no-such-option               | Unknown option",
        "readme /no/such.json README.md | cannot read /no/such.json",
    })
    void badInputIsOneLineAndEndsWithTwo(String arguments, String message) {
        StringWriter err = new StringWriter();
        CommandLine command = Bench.commandLine().setErr(new PrintWriter(err, true));
        assertEquals(2, command.execute(arguments.split(" ")));
        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void anUnknownPeerAndAMissingLaneAreNamed() {
        assertTrue(assertThrows(UsageError.class, () -> Allocator.named("nalloc")).getMessage().contains("nalloc"));
        assertTrue(assertThrows(UsageError.class, () -> Allocator.lane(directory, "fast")).getMessage()
            .endsWith("make all_ldpreload_fast"));
    }

    @Test
    void aPathIsLabelledByItsFileName() {
        assertEquals("hz3_fast", Allocator.label(Path.of("/a/libhakozuna_hz3_fast.so")));
        assertEquals("mimalloc", Allocator.label(Path.of("libmimalloc.so.2.0")));
    }

    @Test
    void rowsFillInTheirAmountOfWork() {
        assertEquals(List.of("mt_remote", "2", "4000000", "400", "16", "2048", "90"), Row.named("mt2_r90").command(false));
        assertEquals("1", Row.named("larson8").command(true).get(2));
        assertEquals(Row.ALL.size(), Row.ALL.stream().map(Row::name).distinct().count());
    }

    @Test
    void theOrderRotatesFromRoundToRound() {
        assertEquals(List.of("a", "b", "c"), Interleaved.order(List.of("a", "b", "c"), 0));
        assertEquals(List.of("b", "c", "a"), Interleaved.order(List.of("a", "b", "c"), 1));
        assertEquals(List.of("a", "b", "c"), Interleaved.order(List.of("a", "b", "c"), 3));
    }

    @Test
    void aProgramIsStaleIfItIsMissingOrOlderThanASource() throws IOException {
        Path source = Files.createFile(directory.resolve("a.c"));
        Path binary = directory.resolve("a");
        assertTrue(NativeBuild.isStale(binary, List.of(source)));
        Files.createFile(binary);
        assertTrue(binary.toFile().setExecutable(true));
        Files.setLastModifiedTime(binary, FileTime.fromMillis(2_000));
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_000));
        assertFalse(NativeBuild.isStale(binary, List.of(source)));
        Files.setLastModifiedTime(source, FileTime.fromMillis(3_000));
        assertTrue(NativeBuild.isStale(binary, List.of(source)));
    }
}
