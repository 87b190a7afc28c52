package io.hakozuna.hz3.knobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({"fast, fast, 0", "fats, fast, 2", "fas, fast, 1", "fasst, fast, 1", "kitten, sitting, 3", "'', fast, 4"})
    void countsLettersThatDiffer(String a, String b, int distance) {
        assertEquals(distance, Spelling.distance(a, b));
        assertEquals(distance, Spelling.distance(b, a));
    }

    @Test
    void hintsAtTheNearestNameOnlyIfItIsNear() {
        List<String> names = List.of("HZ3_ARENA_SIZE", "HZ3_REMOTE_STASH", "HZ3_REMOTE_STASH_BYTES");
        assertEquals("; did you mean HZ3_ARENA_SIZE?", Spelling.hint("HZ3_ARENA_SISE", names));
        assertEquals("; did you mean HZ3_REMOTE_STASH?", Spelling.hint("HZ3_REMOTE_STASHH", names));
        assertEquals(";", Spelling.hint("HZ3_XYZ", names));
    }
}
