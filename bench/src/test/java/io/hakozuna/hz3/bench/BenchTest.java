package io.hakozuna.hz3.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
        "--runs 0                       | --runs must be from 1 to 1000",
        "--runs many                    | is not an int",
        "--threads 0                    | --threads must be from 1 to 1024",
        "--group nope                   | expected one of",
        "--row small --group macro      | no row is left",
        "--resume --json /no/such.json  | nothing to resume: /no/such.json does not exist",
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
}
