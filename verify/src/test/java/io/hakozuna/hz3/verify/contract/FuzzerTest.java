package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Fuzzer;
import io.hakozuna.hz3.verify.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A share of the fuzzing, the same each time. */
final class FuzzerTest {
    private static final long INPUTS = 300;

    @TempDir
    private Path folder;

    @Test
    void noInputFails() throws Exception {
        Fuzzer.writeSeeds(folder.resolve("corpus"));
        Run.Result result = new Fuzzer("scale").run(1, INPUTS, folder.resolve("corpus"), folder.resolve("failing"));
        assertEquals(0, result.exit(), result.describe());
        assertTrue(result.err().contains("NEW"), "no input went a new way: " + result.describe());
    }
}
