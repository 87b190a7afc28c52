package io.hakozuna.hz3.knobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The lanes of a folder, for tests that run the core as each of them. */
public final class LaneValues {
    private LaneValues() {
    }

    /** The value of every knob under a lane. */
    public static Map<Knob, Long> of(Path folder, String lane) {
        return new Lanes(new FolderLanes(folder), KnobTable.HZ3).values(lane, List.of());
    }
}
