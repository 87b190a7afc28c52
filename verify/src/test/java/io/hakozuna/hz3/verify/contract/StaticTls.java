package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.verify.Run;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The static TLS of a lane's shared object: every thread of every program pays it, out of its stack. */
record StaticTls(int most) implements Check {
    /** A program header as {@code readelf -lW} shows it: type, offset, two addresses, size in the file, size in memory. */
    private static final Pattern TLS = Pattern.compile("^ *TLS +(?:0x[0-9a-f]+ +){4}0x([0-9a-f]+)", Pattern.MULTILINE);

    @Override
    public String name() {
        return "static TLS of at most " + most + " bytes";
    }

    @Override
    public void under(String lane) throws Exception {
        Run.Result headers = Run.of("readelf", "-lW", Lanes.library(lane).toString()).run().ok();
        Matcher matcher = TLS.matcher(headers.out());
        long size = matcher.find() ? Long.parseLong(matcher.group(1), 16) : 0;
        if (size > most) {
            throw new AssertionError(Lanes.library(lane) + " has " + size + " bytes of static TLS");
        }
    }
}
