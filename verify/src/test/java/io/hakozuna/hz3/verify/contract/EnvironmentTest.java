package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hakozuna.hz3.verify.Run;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What the environment says, and one line on standard error where it says it wrong. */
final class EnvironmentTest {
    /** A variable of the environment of a program that does nothing, and all that is to be written to standard error. */
    private record Variable(String text, String error) implements Check {
        static Variable silent(String text) {
            return new Variable(text, "");
        }

        @Override
        public String name() {
            return text.length() <= 60 ? text : text.substring(0, 60) + "...";
        }

        @Override
        public void under(String lane) throws Exception {
            int equals = text.indexOf('=');
            Run run = Run.of("true").with(text.substring(0, equals), text.substring(equals + 1));
            assertEquals(error, Lanes.preload(run, lane).run().ok().err());
        }
    }

    private static Variable refused(String text, String because) {
        return new Variable(text, "hz3: " + text + " is refused: it must be " + because + "\n");
    }

    private static Variable unknown(String name, String error) {
        return new Variable(name + "=1", "hz3: " + name + error + "\n");
    }

    @TestFactory
    Stream<DynamicNode> values() {
        String limit = "from 0 B to 1 TiB, like 64M; it stays 0";
        return Lanes.every(refused("HZ3_MEM_LIMIT=much", limit), refused("HZ3_MEM_LIMIT=", limit), refused("HZ3_MEM_LIMIT=64 M", limit),
            refused("HZ3_MEM_LIMIT=64Mi", limit), refused("HZ3_MEM_LIMIT=64B", limit), refused("HZ3_MEM_LIMIT=-1", limit),
            refused("HZ3_MEM_LIMIT=2T", limit), refused("HZ3_PURGE_DECAY_MS=5s", "from 0 ms to 3600000 ms, like 500; it stays 500"),
            refused("HZ3_HUGE_PAGES=3", "from 0 to 2; it stays 0"), refused("HZ3_PURGE_THREAD=yes", "0 or 1; it stays 0"),
            refused("HZ3_STATS=yes", "0, 1 or json; it stays 0"),
            refused("HZ3_STATS_SIGNAL=9", "the number of a signal that can be caught, like 12; there is none"),
            new Variable("HZ3_MEM_LIMIT=" + "9".repeat(500),
                "hz3: HZ3_MEM_LIMIT=" + "9".repeat(40) + "... is refused: it must be " + limit + "\n"));
    }

    @TestFactory
    Stream<DynamicNode> names() {
        return Lanes.every(unknown("HZ3_MEM_LIMT", " is no setting of hz3; did you mean HZ3_MEM_LIMIT?"),
            unknown("HZ3_STAT", " is no setting of hz3; did you mean HZ3_STATS?"),
            unknown("HZ3_ARENA_SISE", " is no setting of hz3; did you mean HZ3_ARENA_SIZE, which is chosen when a lane is built?"),
            unknown("HZ3_ARENA_SIZE", " does nothing in the environment: it is chosen when a lane is built, with HZ3_DEFS_EXTRA=-DHZ3_ARENA_SIZE=..."),
            unknown("HZ3_WONDERFUL_THINGS", " is no setting of hz3; these are HZ3_STATS HZ3_STATS_FILE HZ3_STATS_SIGNAL HZ3_TRACE_FILE"
                + " HZ3_PURGE_DECAY_MS HZ3_MEM_LIMIT HZ3_HUGE_PAGES HZ3_PURGE_THREAD"));
    }

    @TestFactory
    Stream<DynamicNode> isSilentOtherwise() {
        List<String> variables = List.of("HZ3_MEM_LIMIT=64M", "HZ3_MEM_LIMIT=64m", "HZ3_MEM_LIMIT=64MB", "HZ3_MEM_LIMIT=64MiB",
            "HZ3_MEM_LIMIT=64mib", "HZ3_MEM_LIMIT=0x4000000", "HZ3_PURGE_DECAY_MS=0", "HZ3_HUGE_PAGES=2", "HZ3_STATS=0",
            "HZ3_STATS_FILE=unused", "HZ3_STATS_SIGNAL=12", "HZ3_DEFS_EXTRA=-DHZ3_COUNT=1", "HZ3_SO=x", "HZ3_LDPRELOAD_DEFS_EXTRA=x",
            "HZ3_LDPRELOAD_ANYTHING=x", "HZ3_CFLAGS_EXTRA=-g", "HZ3_MAKE_ARGS=-j2", "HZ3_LANE=scale", "HZ3_CLEAN=1", "HZ33=1", "hz3_x=1");
        return Lanes.every(variables.stream().map(Variable::silent).toList());
    }
}
