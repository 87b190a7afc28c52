package io.hakozuna.hz3.bench.ssot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entry point as a user calls it, with little work: the logs, the verdict and the settings. */
class SsotScriptTest {
    private static final Path ROOT = Path.of(System.getProperty("hz3.root"));

    @TempDir
    private Path directory;

    private Program.Output run(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of("RUNS", "1", "ITERS", "20000", "WS", "50",
            "LOG_DIR", directory.resolve("logs").toString(), "HZ3_SO", ROOT.resolve("libhakozuna_hz3_scale.so").toString()));
        environment.putAll(settings);
        return Program.run(List.of(ROOT.resolve("scripts/run_bench_hz3_ssot.sh").toString()), environment, Duration.ofSeconds(240));
    }

    private String log(String name) throws IOException {
        return Files.readString(directory.resolve("logs").resolve(name));
    }

    @Test
    void everyCaseHasALogWithAHeaderForEachAllocator() throws IOException {
        Program.Output output = run(Map.of());
        assertEquals(0, output.exit(), output.err());
        for (String name : List.of("small", "medium", "mixed", "dist_app", "mt2_r90")) {
            for (String allocator : List.of("hz3", "glibc", "jemalloc", "mimalloc", "tcmalloc")) {
                String log = log(name + "_" + allocator + ".log");
                assertTrue(log.startsWith("[BENCH-HEADER] git="), log);
                assertTrue(log.contains(" case=" + name + " ") && log.contains(" allocator=" + allocator + " "), log);
                assertEquals(2, log.lines().count(), log);
            }
        }
        assertTrue(log("mt2_r50_hz3.log").contains("secondary=1"));
        assertTrue(log("small_hz3.log").contains("args='random_mixed 20000 50 16 2048'"));
        assertTrue(output.out().contains("no verdict"), output.out());
    }

    @Test
    void againstItselfThereIsNoGo() throws IOException {
        Program.Output output = run(Map.of("BASE_SO", ROOT.resolve("libhakozuna_hz3_scale.so").toString(), "RUNS", "2"));
        assertTrue(output.exit() == 3 || output.exit() == 0, output.err());
        String verdict = log("README.log");
        assertTrue(verdict.contains("4 pairs in ABBA order"), verdict);
        assertTrue(verdict.contains(output.exit() == 0 ? "\nGO: " : "\nNO-GO: "), verdict);
        List<String> pairs = log("abba_mixed.log").lines().toList();
        assertTrue(pairs.getFirst().startsWith("[BENCH-HEADER] git="), pairs.getFirst());
        assertEquals(List.of("pair=1 build=hz3", "pair=1 build=base", "pair=2 build=base", "pair=2 build=hz3"),
            pairs.subList(1, 5).stream().map(line -> line.substring(0, line.indexOf(" ops_per_s="))).toList());
        assertEquals(9, pairs.size());
    }

    @Test
    void anInterruptedRunGoesOnInItsFolder() throws IOException {
        Map<String, String> settings = Map.of("BASE_SO", ROOT.resolve("libhakozuna_hz3_scale.so").toString());
        run(settings);
        Path result = directory.resolve("logs/result.json");
        BenchResult whole = JsonFile.read(result);
        assertEquals(2, refused(settings, "holds a run that is finished"));

        List<Allocator> moved = new ArrayList<>(whole.allocators());
        moved.set(0, new Allocator("hz3", "/no/such.so", true, moved.getFirst().version()));
        BenchResult part = new BenchResult(whole.schema(), whole.command(), whole.machine(), moved, whole.runs(), false, false,
            whole.plan(), whole.rows().subList(0, 3), whole.traces());
        JsonFile.write(result, part);
        String pairs = log("abba_mixed.log");
        assertEquals(2, refused(Map.of("WS", "60"), "holds a run of other builds or settings"));
        Program.Output resumed = run(settings);
        assertTrue(resumed.exit() == 3 || resumed.exit() == 0, resumed.err());
        BenchResult again = JsonFile.read(result);
        assertEquals(whole.row("mixed").samples(), again.row("mixed").samples(), "what was measured stays");
        assertEquals(whole.rows().size(), again.rows().size());
        assertEquals(pairs, log("abba_mixed.log"));
        assertTrue(again.finished() && again.rows().stream().noneMatch(RowResult::anyFailed));
    }

    private int refused(Map<String, String> settings, String message) {
        Program.Output output = run(settings);
        assertTrue(output.err().contains(message), output.err());
        return output.exit();
    }

    @Test
    void sizesCanBeDrawnFromRanges() throws IOException {
        String arguments = "7 trimix 16 256 80 257 2048 15 2049 32768 5";
        Program.Output output = run(Map.of("BENCH_EXTRA_ARGS", arguments));
        assertEquals(0, output.exit(), output.err());
        assertTrue(log("small_hz3.log").contains("args='random_mixed 20000 50 16 2048 " + arguments + "'"), log("small_hz3.log"));
        assertTrue(log("mt2_r90_hz3.log").matches("(?s).* remote_percent=(8|9)\\d\\.\\d\\d fallback_percent=0.*"), log("mt2_r90_hz3.log"));
        Program.Output wrong = Program.run(List.of(ROOT.resolve("bench/target/native/random_mixed").toString(),
            "100", "50", "16", "2048", "7", "trimix", "16", "256", "80"), Duration.ofSeconds(10));
        assertEquals(2, wrong.exit());
        assertTrue(wrong.err().contains("the shares of trimix must make 100"), wrong.err());
    }

    @Test
    void aProgramOfTheUsersTakesTheThreeRanges() throws IOException {
        Path program = Files.writeString(directory.resolve("mine"), "#!/bin/sh\nsleep 0.06\necho \"$*: 1.5e6 ops/s\"\n");
        assertTrue(program.toFile().setExecutable(true));
        Program.Output output = run(Map.of("BENCH_BIN", program.toString(), "BENCH_EXTRA_ARGS", "7 uniform"));
        assertEquals(0, output.exit(), output.err());
        assertTrue(log("medium_hz3.log").contains("args='mine 20000 50 4096 32768 7 uniform'"), log("medium_hz3.log"));
        assertTrue(log("medium_hz3.log").contains("ops_per_s=1500000"), log("medium_hz3.log"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "RUNS                     | 0            | RUNS must be a whole number above 0, not '0'",
        "RUN_FLOOD                | yes          | RUN_FLOOD must be 0 or 1, not 'yes'",
        "FLOOD_THREADS            | many         | FLOOD_THREADS must be whole numbers, not 'many'",
        "HZ3_SO                   | /no/such.so  | HZ3_SO: no such file /no/such.so",
        "BENCH_BIN                | /etc/passwd  | BENCH_BIN is not executable: /etc/passwd",
        "HZ3_LDPRELOAD_DEFS       | -DHZ3_X=1    | HZ3_LDPRELOAD_DEFS is not taken: lanes/scale.lane has",
        "HZ3_MAKE_ARGS            | HZ3_DEFS_EXTRA=-DHZ3_X=1 | HZ3_MAKE_ARGS cannot set HZ3_DEFS_EXTRA",
        "HZ3_LDPRELOAD_DEFS_EXTRA | -DHZ3_X=1    | HZ3_SO is built already",
    })
    void aWrongSettingIsOneLine(String name, String value, String message) {
        Program.Output output = run(Map.of(name, value));
        assertEquals(2, output.exit());
        assertTrue(output.err().startsWith("hz3: " + message), output.err());
        assertEquals(1, output.err().lines().count());
    }
}
