package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;

/** A bash script with arrays, functions, string building, subshells and pipes prints the same under every lane as under glibc. */
final class BashTest {
    private static final Comparison SCRIPT = new Comparison((lane, directory) ->
        Preload.run(Run.of("bash", Data.file("script.bash").toString()).in(directory).with("LC_ALL", "C"), lane, "bash").printed());

    @EachLane
    void script(String lane) throws Exception {
        SCRIPT.under(lane);
    }
}
