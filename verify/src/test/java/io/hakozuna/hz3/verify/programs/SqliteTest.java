package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;

/** SQLite builds a table of a million rows with indexes, changes it and answers the same under every lane as under glibc. */
final class SqliteTest {
    private static final Comparison TABLE = new Comparison((lane, directory) ->
        Preload.run(Run.of("sqlite3", "table.db").in(directory).reading(Data.file("table.sql")), lane, "sqlite3").printed());

    @EachLane
    void millionRows(String lane) throws Exception {
        TABLE.under(lane);
    }
}
