package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Row;
import java.util.List;

/** The rows of real programs: servers first, then runtimes, then tools. */
public final class Macros {
    private Macros() {
    }

    public static List<Row> rows() {
        return List.of(
            row("redis", "Redis under redis-benchmark; requests a second", new RedisMix()),
            row("redis_flush", "Redis filled with 110 MB and emptied; resident size after pings", new RedisFlush()),
            row("memcached", "memcached, sets and gets on two connections; requests a second", new Memcached()),
            row("postgresql", "PostgreSQL under pgbench; transactions a second, private memory of all its processes",
                new PostgreSql(2, 1_000)),
            row("sqlite3", "SQLite with a database in memory; rows a second", new Sqlite()),
            row("python3", "Python builds and drops large structures with its own pool for small blocks; words a second",
                new Python(true)),
            row("python3_malloc", "the same with every block from malloc", new Python(false)),
            row("jvm", "a JVM with off-heap memory, class loading and compilation; rounds a second", new Jvm()),
            row("gcc", "gcc compiles a large file; functions a second, mean resident size", new Gcc()),
            row("sort", "sort in two threads; lines a second, mean resident size", new Sort()),
            Row.of("postgresql_soak", Group.SOAK, "the row postgresql with a larger database and for some two minutes",
                new PostgreSql(10, 200_000)));
    }

    private static Row row(String name, String about, Load load) {
        return Row.of(name, Group.MACRO, about, load);
    }
}
