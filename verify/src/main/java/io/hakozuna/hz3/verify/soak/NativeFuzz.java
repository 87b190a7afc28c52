package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Fuzzer;
import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fuzzing of the lane's C guided by what it covers. The inputs that went new ways are kept for the rounds that come. */
record NativeFuzz(String lane) implements Part {
    private static final long INPUTS = 2000;
    private static final Path FOLDER = Run.ROOT.resolve("target/verify/fuzz");

    @Override
    public String name() {
        return "native fuzzing";
    }

    @Override
    public String what() {
        return "libFuzzer: bytes are calls by four threads in turns, with the model's checks, guided by the coverage of the lane's C";
    }

    @Override
    public String missing() {
        return Files.isExecutable(Fuzzer.COMPILER) ? null : "clang is not installed; scripts/install_packages.sh verify installs it";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        Fuzzer fuzzer = new Fuzzer(lane);
        Path corpus = FOLDER.resolve("corpus");
        Path failing = FOLDER.resolve("failing");
        Fuzzer.writeSeeds(corpus);
        Run.Result result = fuzzer.run(seed, INPUTS * size, corpus, failing);
        return result.exit() == 0 ? Round.fine("inputs", INPUTS * size) : Round.failed(result.describe() + "\n" + fuzzer.calls(failing));
    }
}
