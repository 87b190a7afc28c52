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
import java.time.Duration;
import java.time.Instant;
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
        "--runs 0                       | --runs must be from 1 to 1000",
        "--runs many                    | is not an int",
        "--threads 0                    | --threads must be from 1 to 1024",
        "--group nope                   | expected one of",
        "--row small --group macro      | no row is left",
        "--resume --json /no/such.json  | nothing to resume: /no/such.json does not exist",
        "--resume --row small --quick   | leave --quick, --row out",
        "--trace /no/such.trace         | /no/such.trace",
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
    void theSubjectCanBeItsOwnPeer() {
        List<Allocator> both = options("--subject", "glibc", "--self");
        assertEquals(List.of("glibc", "itself"), both.stream().map(Allocator::name).toList());
        assertEquals(both.get(0).file(), both.get(1).file());
        String libc = both.getFirst().file();
        assertTrue(assertThrows(UsageError.class, () -> options("--subject", libc, "--peer", libc)).getMessage().endsWith("by --self"));
    }

    private static List<Allocator> options(String... arguments) {
        AllocatorOptions options = new AllocatorOptions();
        new CommandLine(options).parseArgs(arguments);
        return options.allocators(Path.of("."));
    }

    @Test
    void whatTheBuildsTookIsMissingFromTheBudget() {
        Instant now = Instant.ofEpochSecond(1_000);
        assertEquals(Duration.ofSeconds(75), Bench.quickBudget(now.minusSeconds(30), now));
    }

    @Test
    void aResultWithoutAPlanCannotBeResumed() {
        StringWriter err = new StringWriter();
        String committed = System.getProperty("hz3.root") + "/docs/results/2026-11-24/result.json";
        assertEquals(2, Bench.commandLine().setErr(new PrintWriter(err, true)).execute("--resume", "--json", committed));
        assertTrue(err.toString().contains("it does not say what was to be measured"), err.toString());
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
