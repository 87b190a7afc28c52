package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lane of programs under suspicion: a spoilt list stops them with one line that names box, fault, owner, class and address. */
final class CheckedLaneTest {
    private static final int ABORTED = 128 + 6;

    @ParameterizedTest
    @CsvSource({
        "mail-circle, OUTBOX, list goes in a circle",
        "mail-astray, OUTBOX, link leads out of the arena",
        "mail-cut, OUTBOX, list ends before its last object",
        "mail-twice, OUTBOX, list goes on after its last object",
        "span-twice, SPANS, object is in the list already",
        "span-astray, SPANS, link leads to another class",
        "bin-twice, BINS, list goes in a circle"})
    void stopsAtASpoiltList(String kind, String box, String fault) throws Exception {
        Run.Result result = Client.of("corrupt", kind).run("checked").under("checked").run();
        assertEquals(ABORTED, result.exit(), result.describe());
        assertTrue(result.err().matches("hz3: \\[HZ3_" + box + "] " + fault + ": owner=1 class=\\d+ address=0x[0-9a-f]+\n"), result.describe());
    }
}
