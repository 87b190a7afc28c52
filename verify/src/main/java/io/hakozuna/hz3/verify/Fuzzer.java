package io.hakozuna.hz3.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/** The lane's C under libFuzzer, driven by {@code verify/src/fuzz/native/fuzz.c}. */
public final class Fuzzer {
    /** Of the distribution that {@code scripts/install_packages.sh} knows. */
    public static final Path COMPILER = Path.of("/usr/bin/clang-14");
    private static final Path DRIVER = Run.ROOT.resolve("verify/src/fuzz/native/fuzz.c");
    private static final Duration BOUND = Duration.ofMinutes(20);
    private static final int SEEDS = 16;
    private static final int CALL = 4;

    private final Path program;

    public Fuzzer(String lane) {
        program = ToolBuild.program("libfuzzer", lane, DRIVER, COMPILER.toString(), "-O0", "-fsanitize=fuzzer");
    }

    /** Sequences to begin with: of all kinds of calls, longer ones and shorter ones. The same each time. */
    public static void writeSeeds(Path corpus) throws IOException {
        Files.createDirectories(corpus);
        for (int i = 0; i < SEEDS; i++) {
            byte[] bytes = new byte[CALL * (8 << i % 5)];
            new SplittableRandom(i).nextBytes(bytes);
            Files.write(corpus.resolve("seed-" + i), bytes);
        }
    }

    /** So many inputs, made of those in the folder, to which it adds those that go new ways. What fails is kept under the other path. */
    public Run.Result run(long seed, long inputs, Path corpus, Path failing) throws IOException, InterruptedException {
        return Run.of(program.toString(), "-seed=" + Math.max(1, seed), "-runs=" + inputs, "-max_len=2048", "-timeout=60",
            "-exact_artifact_path=" + failing, corpus.toString()).within(BOUND).run();
    }

    /** What failed as a list of calls, shorter than it was found. */
    public String calls(Path failing) throws IOException, InterruptedException {
        Path shorter = failing.resolveSibling(failing.getFileName() + "-shorter");
        Run.of(program.toString(), "-minimize_crash=1", "-runs=20000", "-max_total_time=60", "-exact_artifact_path=" + shorter,
            failing.toString()).within(BOUND).run();
        Path shortest = Files.exists(shorter) ? shorter : failing;
        Run.Result calls = Run.of(program.toString(), shortest.toString()).with("FUZZ_CALLS", "1").run();
        return again(shortest) + "\nwhose calls are:\n" + calls.out();
    }

    private String again(Path input) {
        return "again: " + program + " " + input;
    }
}
