package io.hakozuna.hz3.knobs;

import java.util.List;
import java.util.Optional;

/** Where lane files are read from: a folder in the build, the class path in the library. */
interface LaneSource {
    /** How a lane file's name ends. */
    String SUFFIX = ".lane";

    /** The text of a lane file, or nothing if there is no such lane. */
    Optional<String> text(String name);

    /** The names of all lanes, sorted. */
    List<String> names();
}
