package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.verify.Run;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Remote frees in all shapes, many threads, short threads, sleeping threads, small threads, and what runs when a thread ends. */
final class ThreadsTest {
    /** Arguments: producers, relays, consumers. */
    @TestFactory
    Stream<DynamicNode> remoteFrees() {
        return Lanes.every(Stream.of("small", "medium", "large").flatMap(sizes -> Stream.of(
            Client.of("remote", "1", "0", "1", sizes), Client.of("remote", "1", "0", "4", sizes),
            Client.of("remote", "4", "0", "1", sizes), Client.of("remote", "1", "1", "1", sizes))).toList());
    }

    @TestFactory
    Stream<DynamicNode> remoteFreesStayBounded() {
        return Lanes.every(Client.of("remote", "1", "0", "1", "volume"), Client.of("remote", "4", "0", "1", "volume"));
    }

    @TestFactory
    Stream<DynamicNode> manyThreads() {
        return Lanes.each(Client.of("threads_many", "512"), Client.of("threads_many", "2000"), Client.of("threads_many", "idle-cost"));
    }

    @TestFactory
    Stream<DynamicNode> threadsThatEnd() {
        return Lanes.each(Client.of("threads_churn", "churn"), Client.of("threads_churn", "received"),
            Client.of("threads_churn", "stashed"), Client.of("tsd_destructor"), Client.of("trim_race", "24"));
    }

    /** A hundred thousand, which takes a while, so not under each lane. */
    @TestFactory
    Stream<DynamicNode> veryManyThreadsThatEnd() {
        return Run.LANES.stream().map(lane -> Lanes.under(lane, List.of(Client.of("threads_churn", "churn-many"))));
    }

    @TestFactory
    Stream<DynamicNode> threadsThatSleep() {
        return Lanes.each(Client.of("idle_threads", "asleep"), Client.of("idle_threads", "waking"), Client.of("idle_threads", "interrupted"),
            Client.of("idle_threads", "interrupted-aside"), Client.of("idle_threads", "lent"));
    }

    @TestFactory
    Stream<DynamicNode> smallStacksAndSignals() {
        return Lanes.each(Client.of("signals_stack", "small-stacks"), Client.of("signals_stack", "interrupted"));
    }
}
