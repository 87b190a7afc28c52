package io.hakozuna.hz3.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The allocator against the model, alone in its thread. The seed is the test's parameter. */
class AllocatorModelTest {
    private static final int CALLS = 60_000;
    private static final Duration SHRINKING = Duration.ofSeconds(100);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void blocksNeverOverlapAndKeepTheirContents(long seed) throws Exception {
        int slots = 50 << seed;
        Model model = new Model(slots);
        try {
            Call.sequence(seed, slots).limit(CALLS).forEach(model::make);
            model.freeAll();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ", " + e.getMessage() + shortest(seed, slots), e);
        }
    }

    /** Some calls that fail in a process of their own. */
    private static String shortest(long seed, int slots) throws IOException, InterruptedException {
        List<String> calls = Call.sequence(seed, slots).limit(CALLS).map(Call::toString).toList();
        List<String> shortest = Shrinker.shrink(calls, replay(), 1, SHRINKING);
        return shortest.size() == calls.size() ? "\nIn a process of its own the seed does not fail."
            : "\nFails alone with these calls:\n" + String.join("\n", shortest);
    }

    /** With the settings of this process. */
    private static List<String> replay() {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("hz3."))
            .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of(ModelProgram.class.getName(), "replay", "{}"));
        return command;
    }
}
