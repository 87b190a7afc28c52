package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lane of programs that attackers get to: each attack on the heap stops the program with one line that says what is wrong. */
final class HardenedLaneTest {
    private static final int ABORTED = 128 + 6;
    private static final int FAULTED = 128 + 11;
    /** Of linear and stepped classes, of spans of one and of four pages, attached runs, runs, mappings. */
    private static final int[] SIZES = {24, 100, 1000, 3000, 20_000, 100_000, 2_000_000, 9_000_000};
    private static final int[] LARGE_SIZES = {50_000, 130_000, 1_000_000, 3_000_000, 5_000_000, 9_000_000, 70_000_000};
    private static final int LARGEST_SMALL = 32_768;
    private static final int LARGEST_RUN = 4 << 20;

    private static final String WHERE = ": owner=1 class=%s address=0x[0-9a-f]+\n";
    private static final String NOT_ALLOCATED = "hz3: (free|use) of an address that is not allocated: 0x[0-9a-f]+\n";
    private static final String OBJECTS = "hz3: \\[HZ3_OBJECTS] ";

    @TempDir
    private Path folder;

    static Stream<Arguments> attacks() {
        return IntStream.of(SIZES).boxed().flatMap(size -> Stream.of(
            attack("double-at-once", size, "double free of an object"),
            attack("double-after-others", size, "double free of an object"),
            attack("double-after-reuse", size, "(double free of an object|free of an object that was never allocated)"),
            attack("double-by-other", size, "double free of an object"),
            attack("double-by-others", size, "double free of an object"),
            attack("double-by-two", size, "double free of an object"),
            attack("double-stale", size, "double free of an object"),
            attack("double-realloc", size, "use of an address that is not allocated"),
            attack("interior", size, "free of an address inside an object"),
            attack("interior-half", size, "free of an address inside an object"),
            attack("interior-by-other", size, "free of an address inside an object"),
            attack("misaligned", size, "free of a misaligned address"),
            attack("misaligned-by-other", size, "free of a misaligned address")));
    }

    /** What the address is told from its state; where the block's memory has gone, or lies outside the arena, it is not allocated. */
    private static Arguments attack(String kind, int size, String fault) {
        return Arguments.of(kind, size, size > LARGEST_RUN ? NOT_ALLOCATED : NOT_ALLOCATED + "|" + OBJECTS + fault + WHERE.formatted("\\d+"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("attacks")
    void stopsAtAWrongFree(String kind, int size, String line) throws Exception {
        assertStops(kind, size, line);
    }

    static Stream<Arguments> writes() {
        return IntStream.of(SIZES).filter(size -> size <= LARGEST_SMALL).boxed().flatMap(size -> Stream.of("write-after-free", "write-by-other",
            "write-after-spread", "link-to-block", "overflow-to-free").map(kind -> Arguments.of(kind, size)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("writes")
    void stopsAtAWriteToAFreedBlock(String kind, int size) throws Exception {
        assertStops(kind, size, "hz3: \\[HZ3_LINKS] object was written to after its free" + WHERE.formatted("\\d+"));
    }

    static Stream<Arguments> overflows() {
        return IntStream.of(SIZES).filter(size -> size <= LARGEST_SMALL).boxed().flatMap(size -> Stream.of("overflow-by-one",
            "overflow-by-one-other", "overflow-by-one-before-move", "overflow-by-many").map(kind -> Arguments.of(kind, size)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("overflows")
    void stopsAtTheFreeOfABlockThatWasWrittenPastItsEnd(String kind, int size) throws Exception {
        assertStops(kind, size, OBJECTS + "object was written past its end" + WHERE.formatted("\\d+"));
    }

    static Stream<Arguments> writesBesideLargeBlocks() {
        return IntStream.of(LARGE_SIZES).boxed().flatMap(size -> Stream.of("large", "reused", "grown", "shrunk")
            .flatMap(kind -> Stream.of(Arguments.of("past-" + kind, size), Arguments.of("before-" + kind, size))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("writesBesideLargeBlocks")
    void faultsAtAWriteBesideALargeBlock(String kind, int size) throws Exception {
        assertFaults(kind, size);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 1000, 20_000})
    void faultsAtAWriteThroughManySmallBlocks(int size) throws Exception {
        assertFaults("far", size);
    }

    private static void assertFaults(String kind, int size) throws Exception {
        Run.Result result = Client.of("attack", kind, Integer.toString(size)).run("hardened").under("hardened").run();
        assertEquals(FAULTED, result.exit(), result.describe());
        assertEquals("", result.err(), result.describe());
    }

    @Test
    void guardsLeaveMappingsForOthers() throws Exception {
        for (int size : LARGE_SIZES) {
            Client.of("attack", "many", Integer.toString(size)).under("hardened");
        }
    }

    static Stream<Arguments> wrongAddresses() {
        return IntStream.of(SIZES).filter(size -> size <= LARGEST_SMALL).boxed().flatMap(size -> Stream.of(
            Arguments.of("never", size, NOT_ALLOCATED + "|" + OBJECTS
                + "free of an (address inside an object|object that was never allocated)" + WHERE.formatted("\\d+")),
            Arguments.of("foreign", size, NOT_ALLOCATED)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrongAddresses")
    void stopsAtAFreeOfWhatWasNeverAllocated(String kind, int size, String line) throws Exception {
        assertStops(kind, size, line);
    }

    @Test
    void blocksComeInRandomOrder() throws Exception {
        assertNotEquals(places("hardened"), places("hardened"));
        assertEquals(places("scale"), places("scale"));
    }

    private static String places(String lane) throws Exception {
        return Client.of("attack", "places", "64").run(lane).under(lane).run().ok().out();
    }

    @Test
    void contentsGoWithTheFreeIfThatIsWanted() throws Exception {
        String library = build("-DHZ3_ZERO_ON_FREE=1").toString();
        for (int size : SIZES) {
            if (size <= LARGEST_RUN) {
                Client.of("attack", "contents", Integer.toString(size)).under(library);
            }
        }
        Client.of("model", "1", "60000", "4").under(library);
    }

    @Test
    void freedBlocksWaitIfThatIsWanted() throws Exception {
        Path library = build("-DHZ3_ZERO_ON_FREE=1 -DHZ3_QUARANTINE_BYTES=1048576");
        for (int size : new int[] {24, 100, 1000, 3000}) {
            Client.of("attack", "reuse", Integer.toString(size)).under(library.toString());
            Run.Result result = Client.of("attack", "write-within", Integer.toString(size)).run("hardened").under(library).run();
            assertEquals(ABORTED, result.exit(), result.describe());
            assertTrue(result.err().matches(OBJECTS + "object was written to after its free" + WHERE.formatted("\\d+")), result.describe());
        }
        Client.of("mem_return", "one-thread").under(library.toString());
        Client.of("threads_churn", "churn").under(library.toString());
        Client.of("model", "1", "60000", "4").under(library.toString());
    }

    private Path build(String definitions) throws Exception {
        Path library = folder.resolve("variant.so");
        Run.of(Run.ROOT.resolve("scripts/build_lane.sh").toString(), "hardened", library.toString(), definitions).run().ok();
        return library;
    }

    private static void assertStops(String kind, int size, String line) throws Exception {
        Run.Result result = Client.of("attack", kind, Integer.toString(size)).run("hardened").under("hardened").run();
        assertEquals(ABORTED, result.exit(), result.describe());
        assertTrue(result.err().matches(line), result.describe());
    }
}
