package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final List<String> LIST = IntStream.range(0, 1000).mapToObj(i -> "0 malloc " + i + " 16").toList();

    private static List<String> shrink(String script) throws Exception {
        return Shrinker.shrink(LIST, List.of("sh", "-c", script), 1, Duration.ofMinutes(5));
    }

    @Test
    void onlyWhatTheFailureNeedsIsLeft() throws Exception {
        assertEquals(List.of("0 malloc 7 16", "0 malloc 803 16"), shrink("! { grep -q ' 7 ' {} && grep -q ' 803 ' {}; }"));
    }

    @Test
    void whatDoesNotFailStaysAsItIs() throws Exception {
        assertEquals(LIST, shrink("true {}"));
    }

    @Test
    void callsAreWhatTheirTextSays() {
        Call.sequence(1, 100).limit(10_000).forEach(call -> assertEquals(call, Call.parse(call.toString())));
    }
}
