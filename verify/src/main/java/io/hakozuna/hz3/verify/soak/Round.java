package io.hakozuna.hz3.verify.soak;

import java.util.Map;

/**
 * What a round of a part did: how many of what, and what it found, or null.
 *
 * @param failure what failed and how to see it again, in some lines
 */
record Round(Map<String, Long> counts, String failure) {
    static Round fine(String what, long count) {
        return new Round(Map.of(what, count), null);
    }

    static Round failed(String failure) {
        return new Round(Map.of(), failure);
    }
}
