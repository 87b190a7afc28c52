package io.hakozuna.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A share of the fuzzing from the same seed each time; addresses and times are others. More is by {@code ./hz3 verify}. */
class LibraryFuzzTest {
    /** What is covered, in each line that libFuzzer prints of its way. */
    private static final Pattern COVERED = Pattern.compile("^#\\d+\\s+(INITED|NEW|DONE) +cov: (\\d+) ", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"none, 300", "all, 100"})
    void noInputFailsAndSomeGoNewWays(String checks, int inputs) throws Exception {
        Fuzzing run = Fuzzing.run(folder, folder, checks.equals("none") ? List.of() : List.of("-Dhz3.check=" + checks), inputs);
        assertEquals(0, run.exit(), run.output());
        for (String type : List.of("Hz3", "SharedArena", "core.Allocator", "core.Inbox", "core.Direct", "sys.Memory")) {
            assertEquals(1, run.lines("INFO: Instrumented io.hakozuna.hz3." + type + " (").count(),
                () -> "Jazzer does not see what of " + type + " is covered: " + run.output());
        }
        List<Integer> covered = COVERED.matcher(run.output()).results().map(match -> Integer.parseInt(match.group(2))).toList();
        assertTrue(covered.getFirst() > 1000 && covered.getLast() > covered.getFirst(), () -> "no input went a new way: " + run.output());
    }

    /** Of a library in which one method has lost a call: what is said of it. */
    @ParameterizedTest
    @CsvSource({
        "core.Blocks, allocateZeroed, zero, not zero at offset",
        "core.Blocks, move, copy, other bytes than were written at offset",
        "ArenaGroup, leave, append, 'all is freed, and'",
        "Failure, noMemory, requireSize, not the IllegalArgumentException that is promised"
    })
    void aBrokenLibraryIsFoundOut(String type, String method, String call, String expected) throws Exception {
        Path classes = folder.resolve("classes");
        BrokenLibrary.write(classes, type, method, call);
        // It ends at the first that fails; how many it takes differs from run to run, since addresses do.
        Fuzzing run = Fuzzing.run(folder, classes, List.of(), 3000);
        assertTrue(run.exit() != 0 && run.lines("== Java Exception: io.hakozuna.fuzz.Finding: ").anyMatch(line -> line.contains(expected)),
            run.output());
        Fuzzing list = Fuzzing.run(folder, classes, List.of(), "list", Fuzzing.failing(folder).toString());
        String calls = Files.writeString(folder.resolve("calls"), list.output()).toString();
        Fuzzing again = Fuzzing.run(folder, classes, List.of(), "replay", calls);
        assertTrue(again.exit() != 0 && again.output().contains(expected), again.output());
        Fuzzing sound = Fuzzing.run(folder, folder, List.of(), "replay", calls);
        assertEquals(0, sound.exit(), sound.output());
    }

    @Test
    void aWrongCallIsRefusedWithOneLine() throws Exception {
        refused("it is called with fuzz SEED INPUTS CORPUS FAILING, list FAILING, or replay CALLS", "replay", "nothing");
        Path calls = Files.writeString(folder.resolve("calls"), "ALLOCATE 0 63 100 0\nALLOCATE 0 64 100 0\n");
        refused("no call: ALLOCATE 0 64 100 0", "replay", calls.toString());
    }

    private void refused(String line, String... arguments) throws Exception {
        Fuzzing run = Fuzzing.run(folder, folder, List.of(), arguments);
        assertEquals(2, run.exit());
        assertEquals("hz3 jazzer: " + line + "\n", run.output());
    }
}
