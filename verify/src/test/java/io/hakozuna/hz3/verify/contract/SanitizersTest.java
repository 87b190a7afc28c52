package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import io.hakozuna.hz3.verify.Sanitizers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lane's C under the sanitizers of the compiler, and that these would notice. */
final class SanitizersTest {
    private static final String LANE = "scale";

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void noAccessRacesWithAnother(String seed) throws Exception {
        assertSilent(Sanitizers.races(LANE, "", List.of(), seed, "30000", "4").run());
    }

    /** 0 is relaxed. */
    @ParameterizedTest
    @ValueSource(strings = {"__ATOMIC_SEQ_CST", "__ATOMIC_ACQUIRE", "__ATOMIC_RELEASE"})
    void aMissingOrderingIsNoticed(String ordering) throws Exception {
        List<String> weakening = List.of("-D" + ordering + "=0");
        Run.Result result = Sanitizers.races(LANE, "-without" + ordering.toLowerCase(Locale.ROOT), weakening, "1", "30000", "4").run();
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
