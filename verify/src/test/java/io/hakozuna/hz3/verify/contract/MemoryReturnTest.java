package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.verify.Run;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Memory goes back to the system after a burst, and the system is left alone otherwise. */
final class MemoryReturnTest {
    @TestFactory
    Stream<DynamicNode> afterABurst() {
        return Lanes.each(Client.of("mem_return", "one-thread"), Client.of("mem_return", "next-size"),
            Client.of("mem_return", "scattered"), Client.of("mem_return", "threads"), Client.of("mem_return", "remote"),
            Client.of("mem_return", "ended-owner"));
    }

    @TestFactory
    Stream<DynamicNode> withoutTrim() {
        return Lanes.each(Client.of("mem_return", "alive"), Client.of("mem_return", "lifetimes"), Client.of("mem_return", "owner-frees"));
    }

    /** Arguments: the calls that fail, a seed, one in how many, threads, and a limit on the address space in MiB. */
    @TestFactory
    Stream<DynamicNode> afterFailingSystemCalls() {
        return Lanes.each(Stream.concat(
            Stream.of("mmap", "munmap", "madvise", "mremap", "mprotect").flatMap(kind -> Stream.of(
                Client.of("faults", kind, "1", "10", "3"), Client.of("faults", kind, "1", "1", "0"))),
            Stream.of(Client.of("faults", "all", "1", "10", "3"), Client.of("faults", "all", "2", "3", "3"),
                Client.of("faults", "all", "1", "10", "3", "800"))).toList());
    }

    @TestFactory
    Stream<DynamicNode> withHugePages() {
        return Lanes.each(Client.of("huge_pages", "sparse"));
    }

    @TestFactory
    Stream<DynamicNode> figures() {
        return Lanes.each(Client.of("figures", "smaps"), Client.of("figures", "untouched"), Client.of("figures", "threads"));
    }

    @TestFactory
    Stream<DynamicNode> whileLittleHappens() {
        return Lanes.each(Client.of("mem_return", "quiet-after-burst"), Client.of("mem_return", "requests-after-burst"),
            Client.of("mem_return", "trim-running"));
    }

    /** Not for a lane that looks at whole lists. */
    @TestFactory
    Stream<DynamicNode> noCallTakesLong() {
        return Run.CONTRACT_LANES.stream().filter(lane -> !lane.equals("checked")).map(lane -> Lanes.under(lane, List.of(
            Client.of("short_calls", "small"), Client.of("short_calls", "sparse"), Client.of("short_calls", "mappings"),
            Client.of("short_calls", "mixed"))));
    }

    @TestFactory
    Stream<DynamicNode> quietPaths() {
        return Lanes.each(Client.of("quiet_paths", "large-pairs"), Client.of("quiet_paths", "large-threads"),
            Client.of("quiet_paths", "purge-once"), Client.of("quiet_paths", "shared-lines"));
    }
}
