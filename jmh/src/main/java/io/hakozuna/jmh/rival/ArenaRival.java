package io.hakozuna.jmh.rival;

import io.hakozuna.hz3.Hz3;
import java.lang.foreign.Arena;

/** Arenas. */
public interface ArenaRival {
    Arena open();

    /** Does nothing for arenas that the garbage collector closes. */
    void close(Arena arena);

    /** Only the class that is asked for is loaded. */
    static ArenaRival named(String name) {
        return switch (name) {
            case "hz3-confined" -> new ClosedArenas(Hz3::ofConfined);
            case "hz3-confined-unzeroed" -> new ClosedArenas(Hz3::ofConfinedUnzeroed);
            case "hz3-shared" -> new ClosedArenas(Hz3::ofShared);
            case "hz3-shared-unzeroed" -> new ClosedArenas(Hz3::ofSharedUnzeroed);
            case "jdk-confined" -> new ClosedArenas(Arena::ofConfined);
            case "jdk-shared" -> new ClosedArenas(Arena::ofShared);
            case "jdk-auto" -> new CollectedArenas();
            default -> throw new IllegalArgumentException("no rival " + name + " with arenas");
        };
    }
}
