package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distribution's Python builds and drops large structures; an operation is a word that goes through all of them. Python has a pool
 * for blocks of up to 512 bytes, which can be told to leave them to malloc.
 */
final class Python extends RealProgram {
    private static final String PROGRAM = "/usr/bin/python3";
    private static final int KEYS = 8_000;

    private final boolean pooled;

    Python(boolean pooled) {
        super(PROGRAM);
        this.pooled = pooled;
    }

    @Override
    public String describe(boolean quick) {
        return "PYTHONMALLOC=" + pool() + " " + PROGRAM + " structures.py " + amount(KEYS, quick);
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        Map<String, String> environment = new HashMap<>(setting.allocator().environment());
        environment.put("PYTHONMALLOC", pool());
        environment.put("PYTHONHASHSEED", "0");
        Watched watched = Watched.program(setting.allocator());
        List<String> command = List.of(PROGRAM, "-S", resource("structures.py", folder).toString(),
            Integer.toString(amount(KEYS, setting.quick())));
        return Measurement.of(watched.run(command, environment, setting.limit()), watched.residentKib());
    }

    private String pool() {
        return pooled ? "pymalloc" : "malloc";
    }
}
