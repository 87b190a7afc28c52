package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import io.hakozuna.hz3.verify.Sanitizers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lane's C under the sanitizers of the compiler, and that these would notice. */
final class SanitizersTest {
    private static final String LANE = "scale";

    @Test
    void noAccessRacesWithAnother() throws Exception {
        assertSilent(Sanitizers.races(LANE, "1", "20000", "4").run());
    }

    /** Acquire, release, sequentially consistent. */
    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "5"})
    void aMissingOrderingIsNoticed(String ordering) throws Exception {
        Run.Result result = Sanitizers.races(LANE, "1", "20000", "4").with("WITHOUT", ordering).run();
        assertTrue(result.err().contains("WARNING: ThreadSanitizer: data race"), result.describe());
    }

    @Test
    void nothingIsUndefined() throws Exception {
        assertSilent(Sanitizers.undefined(LANE, "1", "100000").run());
        assertSilent(Sanitizers.undefined(LANE, "1", "30000", "4").run());
    }

    private static void assertSilent(Run.Result result) {
        assertEquals("", result.ok().err());
    }
}
