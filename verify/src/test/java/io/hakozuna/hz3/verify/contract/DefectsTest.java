package io.hakozuna.hz3.verify.contract;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The defects of the C hz3, each with what would show it here. The numbers are those of the list in the design dossier
 * ("Defects (by reading)"). Most of the checks also stand in the test of their subject; they run once.
 */
final class DefectsTest {
    private record Defect(int number, String what, List<Check> shownBy) {
        static Defect of(int number, String what, Check... shownBy) {
            return new Defect(number, what, List.of(shownBy));
        }
    }

    private static final List<Defect> DEFECTS = List.of(
        Defect.of(1, "fast: realloc and usable size of medium blocks are wrong",
            Client.of("realloc_walk", "medium"), Client.of("contract", "usable")),
        Defect.of(2, "what a thread received back is lost when it ends",
            Client.of("threads_churn", "received"), Client.of("threads_churn", "stashed")),
        Defect.of(3, "the rest of a thread's segment is lost when it ends",
            Client.of("threads_churn", "churn")),
        Defect.of(4, "the arena is not aligned by construction",
            Client.of("sizes", "alignments")),
        Defect.of(5, "fork is not handled",
            Client.of("fork_storm", "storm")),
        Defect.of(6, "more than 63 threads abort",
            Client.of("threads_many", "512"), Client.of("threads_many", "2000")),
        Defect.of(7, "each alignment above 16 takes a mapping",
            Client.of("sizes", "aligned-density-64"), Client.of("sizes", "aligned-density-4096")),
        Defect.of(8, "one lock for all large blocks",
            Client.of("quiet_paths", "large-threads"), Client.of("quiet_paths", "large-pairs")),
        Defect.of(9, "small pages are never given back, to the system or to another class",
            Client.of("mem_return", "one-thread"), Client.of("mem_return", "next-size")),
        Defect.of(10, "giving back at thread exit works once, as its token is kept",
            Client.of("mem_return", "threads")),
        Defect.of(11, "a wrong free inside the arena is ignored",
            new BadFree("interior")),
        Defect.of(12, "out of memory, glibc's malloc steps in",
            Client.of("oom", "fallback", "256"), Client.of("foreign", "free")),
        Defect.of(13, "threads share cache lines (of the pool heads there; what a program can see is its blocks)",
            Client.of("quiet_paths", "shared-lines")),
        Defect.of(14, "205 KB of TLS",
            new StaticTls(64), Client.of("threads_many", "idle-cost"), Client.of("signals_stack", "small-stacks")),
        Defect.of(15, "noise on standard error",
            SameOutput.of("/bin/true"), SameOutput.of("/bin/sh", "-c", "echo one two | /usr/bin/sort | /bin/cat; ls / >&2"),
            Client.of("tsd_destructor")),
        Defect.of(16, "the same free memory is given back again and again",
            Client.of("quiet_paths", "purge-once")));

    /** A check that names the defect when it fails. */
    private record Shows(Defect defect, Check check) implements Check {
        @Override
        public String name() {
            return "defect " + defect.number() + " (" + defect.what() + "): " + check.name();
        }

        @Override
        public void under(String lane) throws Exception {
            try {
                check.under(lane);
            } catch (AssertionError shown) {
                throw new AssertionError(name() + ": " + shown.getMessage(), shown);
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> defects() {
        return Lanes.each(DEFECTS.stream().flatMap(defect -> defect.shownBy().stream().map(check -> new Shows(defect, check))).toList());
    }
}
