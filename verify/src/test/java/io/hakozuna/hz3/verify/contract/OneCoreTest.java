package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.NativeBuild;
import io.hakozuna.hz3.verify.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One core, two products: the same calls from one seed put every block at the same place of the arena, whether they are malloc's in a
 * program under the shared object or the library's in a JVM. Nothing is purged for its age here. That the arena's address decides nothing
 * either is looked at where addresses can be chosen, in the simulated process.
 */
class OneCoreTest {
    private static final String DECAY_MS = "3600000";

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "20261126"})
    void theSameCallsHaveTheSameLayout(String seed) throws Exception {
        List<String> preload = Lanes.preload(Run.of(NativeBuild.program("layout").toString(), seed).with("HZ3_PURGE_DECAY_MS", DECAY_MS), "scale")
            .run().ok().out().lines().toList();
        List<String> library = Run.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-Dhz3.purge.decay.ms=" + DECAY_MS, "-Dhz3.purge.thread=0", "-Dhz3.tick.traps=4096", "-cp",
            System.getProperty("java.class.path"), LayoutProgram.class.getName(), seed).run().ok().out().lines().toList();
        assertTrue(preload.stream().distinct().count() > 500, "a sequence that shows little");
        assertEquals(preload.size(), library.size());
        for (int i = 0; i < preload.size(); i++) {
            assertEquals(preload.get(i), library.get(i), "step " + i);
        }
    }
}
