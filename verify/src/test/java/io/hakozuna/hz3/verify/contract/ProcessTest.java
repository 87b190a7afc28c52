package io.hakozuna.hz3.verify.contract;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The life of a process: start, end, libraries, fork, memory limits, blocks of another allocator, C++, wrong frees. */
final class ProcessTest {
    private static final String LAST_WORD = "library destructor ran\n";

    @TestFactory
    Stream<DynamicNode> startAndEnd() {
        return Lanes.each(Client.of("early", "phases").writing(LAST_WORD), Client.of("early", "plugins").writing(LAST_WORD),
            Client.of("early", "deep").writing(LAST_WORD), Client.of("early", "names").writing(LAST_WORD));
    }

    @TestFactory
    Stream<DynamicNode> dumps() {
        return Lanes.every(Client.of("early", "dumped").writing(LAST_WORD));
    }

    @TestFactory
    Stream<DynamicNode> forkAndExec() {
        return Lanes.each(Client.of("fork_storm", "storm"), Client.of("fork_storm", "programs", "{library}"),
            Client.of("fork_handlers", "locking"), Client.of("fork_handlers", "allocating"), Client.of("interrupted_calls", "fork"),
            Client.of("interrupted_calls", "cancellation"));
    }

    @TestFactory
    Stream<DynamicNode> endsAtRandomPoints() {
        return Lanes.each(Client.of("process_exit", "1", "100"));
    }

    @TestFactory
    Stream<DynamicNode> outOfMemory() {
        return Lanes.each(Client.of("oom", "limited", "64", "small"), Client.of("oom", "limited", "256", "small"),
            Client.of("oom", "limited", "256", "medium"), Client.of("oom", "limited", "256", "large"),
            Client.of("oom", "limited", "1024", "medium"), Client.of("oom", "fallback", "256"),
            Client.of("oom", "shrinking", "256"), Client.of("oom", "absurd"), Client.of("oom", "knob", "64", "small"),
            Client.of("oom", "knob", "64", "medium"), Client.of("oom", "knob", "256", "large"),
            Client.of("oom", "limited", "64", "huge"), Client.of("oom", "data", "64", "small"), Client.of("oom", "data", "64", "huge"),
            Client.of("oom", "data", "256", "medium"), Client.of("oom", "later", "256"),
            Client.of("faults", "given-up"));
    }

    @TestFactory
    Stream<DynamicNode> foreignBlocks() {
        return Lanes.each(Client.of("foreign", "free"), Client.of("foreign", "realloc"), Client.of("foreign", "usable"),
            Client.of("foreign", "threads"));
    }

    @TestFactory
    Stream<DynamicNode> cxx() {
        return Lanes.each(Client.of("cxx", "forms"), Client.of("cxx", "refusals"), Client.of("cxx", "containers"),
            Client.of("cxx", "exchange"), Client.of("cxx", "resources"), Client.of("cxx_local"));
    }

    @TestFactory
    Stream<DynamicNode> badFrees() {
        return Lanes.each(new BadFree("interior"), new BadFree("remote-small"), new BadFree("remote-large"), new BadFree("own-small"),
            new BadFree("inside"));
    }
}
