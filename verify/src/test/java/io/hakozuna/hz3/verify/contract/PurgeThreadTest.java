package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.verify.Run;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** With {@code HZ3_PURGE_THREAD=1} memory comes back while all threads sleep; and the programs that are hard for it stay right. */
final class PurgeThreadTest {
    private static Client watched(String decayMs, String program, String... arguments) {
        return Client.of(program, arguments).with("HZ3_PURGE_THREAD", "1").with("HZ3_PURGE_DECAY_MS", decayMs);
    }

    private static Stream<DynamicNode> each(Client... clients) {
        return Run.LANES.stream().map(lane -> Lanes.under(lane, List.of(clients)));
    }

    @TestFactory
    Stream<DynamicNode> whileAllThreadsSleep() {
        return each(watched("500", "purge_thread", "sleeps"), watched("100", "purge_thread", "thread"),
            watched("100", "purge_thread", "forked"), watched("100", "purge_thread", "mappings"),
            watched("100", "purge_thread", "signals"));
    }

    /** With the least decay the purge thread is busiest. */
    @TestFactory
    Stream<DynamicNode> besideBusyThreads() {
        return each(watched("1", "purge_thread", "sleeps"), watched("1", "idle_threads", "waking"),
            watched("1", "idle_threads", "interrupted"), watched("1", "idle_threads", "lent"),
            watched("1", "fork_storm", "storm"), watched("1", "threads_churn", "churn"),
            watched("1", "remote", "4", "0", "1", "volume"));
    }
}
