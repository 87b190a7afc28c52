package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;

/** A perl script full of hashes, regular expressions, closures and sorting prints the same under every lane as under glibc. */
final class PerlTest {
    private static final Comparison SCRIPT = new Comparison((lane, directory) ->
        Preload.run(Run.of("perl", Data.file("hashes.pl").toString()).in(directory), lane, "perl").printed());

    @EachLane
    void script(String lane) throws Exception {
        SCRIPT.under(lane);
    }
}
