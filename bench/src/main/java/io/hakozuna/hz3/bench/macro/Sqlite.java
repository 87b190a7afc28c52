package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** SQLite's shell with a database in memory: inserts, indices, groups, a join, string functions; an operation is a row. */
final class Sqlite extends RealProgram {
    private static final int ROWS = 75_000;

    Sqlite() {
        super("sqlite3");
    }

    @Override
    public String describe(boolean quick) {
        return "sqlite3 :memory: \".read tables.sql\" with " + amount(ROWS, quick) + " rows";
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        Watched watched = Watched.program(setting.allocator());
        List<String> command = List.of("sqlite3", "-init", "/dev/null", ":memory:", ".parameter init",
            ".parameter set :rows " + amount(ROWS, setting.quick()), ".read \"" + resource("tables.sql", folder) + "\"");
        return Measurement.of(watched.run(command, setting.allocator().environment(), setting.limit()), watched.residentKib());
    }
}
