package io.hakozuna.hz3.verify.soak;

import java.util.List;
import java.util.Map;

/** What a run of the command did, as it is kept. The failure is null if there was none. */
public record Record(String day, String commit, String lane, long seconds, List<PartRecord> parts, String failure) {
    /** What one part did in all its rounds; with the reason and no rounds if it could not run. */
    public record PartRecord(String name, String what, long rounds, long firstSeed, long lastSeed, long seconds, Map<String, Long> counts,
                             String missing) {
    }
}
