package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hakozuna.hz3.verify.NativeBuild;
import io.hakozuna.hz3.verify.Run;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The clients are tested, too: on an allocator with a fault ({@code libfaulty.c}) they must fail. */
final class ClientsNoticeTest {
    private static Stream<Arguments> faults() {
        return Stream.of(
            Arguments.of("errno", Client.of("contract", "errno")),
            Arguments.of("tiny-usable", Client.of("contract", "usable")),
            Arguments.of("dirty", Client.of("calloc_zero", "reuse")),
            Arguments.of("dirty", Client.of("calloc_zero", "ranges")),
            Arguments.of("dirty", Client.of("calloc_zero", "realloc")),
            Arguments.of("dirty", Client.of("calloc_zero", "threads")),
            Arguments.of("dirty", Client.of("model", "1", "20000")),
            Arguments.of("forgetting", Client.of("realloc_walk", "small")),
            Arguments.of("forgetting", Client.of("realloc_walk", "large")),
            Arguments.of("forgetting", Client.of("realloc_walk", "threads")),
            Arguments.of("forgetting", Client.of("model", "1", "20000", "4")),
            Arguments.of("repeating", Client.of("sizes", "fine")),
            Arguments.of("misaligned", Client.of("sizes", "alignments")),
            Arguments.of("misaligned", Client.of("contract", "alignment")),
            Arguments.of("misaligned", Client.of("cxx", "forms")),
            Arguments.of("mapping-aligned", Client.of("sizes", "aligned-density-64")),
            Arguments.of("wasteful", Client.of("sizes", "tail-waste")),
            Arguments.of("wasteful", Client.of("sizes", "internal-waste")),
            Arguments.of("leaking-threads", Client.of("threads_churn", "churn")),
            Arguments.of("leaking-threads", Client.of("tsd_destructor")),
            Arguments.of("leaking-threads", Client.of("early", "plugins")),
            Arguments.of("dropping", Client.of("threads_churn", "stashed")),
            Arguments.of("dropping", Client.of("mem_return", "remote")),
            Arguments.of("dropping", Client.of("mem_return", "owner-frees")),
            Arguments.of("dropping", Client.of("remote", "1", "0", "1", "medium")),
            Arguments.of("few-threads", Client.of("threads_many", "512")),
            Arguments.of("hoarding", Client.of("mem_return", "one-thread")),
            Arguments.of("hoarding", Client.of("mem_return", "alive")),
            Arguments.of("hoarding", Client.of("mem_return", "lifetimes")),
            Arguments.of("hoarding", Client.of("mem_return", "ended-owner")),
            Arguments.of("hoarding", Client.of("foreign", "free")),
            Arguments.of("hoarding", Client.of("faults", "munmap", "1", "10", "0")),
            Arguments.of("hoarding", Client.of("oom", "limited", "64", "small")),
            Arguments.of("refusing", Client.of("oom", "shrinking", "256")),
            Arguments.of("aborting", Client.of("oom", "limited", "64", "large")),
            Arguments.of("locked", Client.of("quiet_paths", "large-threads")),
            Arguments.of("mapping", Client.of("quiet_paths", "large-pairs")),
            Arguments.of("noisy", Client.of("early", "phases").writing("library destructor ran\n")));
    }

    @ParameterizedTest(name = "{1} notices {0}")
    @MethodSource("faults")
    void clientNotices(String fault, Client client) throws Exception {
        Run.Result result = client.run("glibc").under(NativeBuild.library("libfaulty")).with("FAULT", fault).run();
        assertFalse(result.timedOut(), () -> "the fault \"" + fault + "\" makes the client hang: " + result.describe());
        assertThrows(AssertionError.class, () -> client.judge("fault " + fault, result),
            () -> "the fault \"" + fault + "\" was not noticed: " + result.describe());
    }
}
