package io.hakozuna.hz3.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lane trace records what a C client does, call by call: {@code trace_client.c} says which calls of which sizes it makes. */
class RecorderTest {
    private static final Path ROOT = Path.of(System.getProperty("hz3.root"));
    private static final String LANE = ROOT.resolve("libhakozuna_hz3_trace.so").toString();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int THREADS = 5;
    private static final int CALLS = 3000;

    @TempDir
    private static Path shared;
    private static Path client;
    @TempDir
    private Path folder;

    @BeforeAll
    static void compile() {
        client = shared.resolve("trace_client");
        Program.Output output = Program.run(List.of("gcc", "-std=gnu11", "-D_GNU_SOURCE", "-O1", "-fno-builtin", "-pthread", "-Wall",
            "-Wextra", "-o", client.toString(), ROOT.resolve("bench/src/test/native/trace_client.c").toString()), LIMIT);
        assertEquals(0, output.exit(), output.err());
    }

    /** Counts calls by kind and size, those that free by the size of the block. */
    private static final class Counts implements Listener {
        private final Map<String, Integer> counts = new TreeMap<>();
        private final Map<Integer, Long> sizes = new HashMap<>();
        private final Map<Integer, Integer> owners = new HashMap<>();
        private int ends;

        private void count(String what, long size) {
            if (size >= 7000 && size < 7700) {
                counts.merge(what + " " + size, 1, Integer::sum);
            }
        }

        @Override
        public void allocated(int thread, Operation operation, int slot, long size, long alignment) {
            count(operation == Operation.ALIGNED ? operation + " at " + alignment : operation.toString(), size);
            sizes.put(slot, size);
            owners.put(slot, thread);
        }

        @Override
        public void reallocated(int thread, int oldSlot, int slot, long size) {
            count("REALLOC of " + sizes.get(oldSlot), size);
            sizes.put(slot, size);
            owners.put(slot, thread);
        }

        @Override
        public void freed(int thread, Operation operation, int slot) {
            count(operation + (owners.get(slot) == thread ? " own" : " remote"), sizes.get(slot));
        }

        @Override
        public void threadEnded(int thread) {
            ends++;
        }
    }

    private Program.Output run(Path trace, String mode) {
        return Program.run(List.of(client.toString(), Integer.toString(THREADS), Integer.toString(CALLS), mode),
            Map.of("LD_PRELOAD", LANE, "HZ3_TRACE_FILE", trace.toString()), LIMIT);
    }

    private static Map<String, Integer> expected() {
        int all = THREADS * CALLS;
        Map<String, Integer> expected = new TreeMap<>(Map.of("MALLOC 7001", all, "REALLOC of 7001 7101", all, "CALLOC 7301", all,
            "FREE own 7301", all, "ALIGNED at 64 7401", all, "FREE own 7401", all, "REALLOC of 7101 7201", all, "FREE remote 7201", all));
        expected.putAll(Map.of("REALLOC 7501", 1, "REALLOC own 7501", 1, "ALIGNED at 16 7651", 1, "FREE own 7651", 1));
        return expected;
    }

    private static Recording check(Path file, Map<String, Integer> expected, int threads, int ends) {
        try (TraceFile trace = TraceFile.open(file)) {
            assertFalse(trace.cutOff());
            Counts counts = new Counts();
            Recording recording = Recording.play(trace, counts);
            assertEquals(new TreeMap<>(expected), counts.counts);
            assertEquals(0, recording.missingFrees(), "an address was allocated twice");
            assertEquals(threads, recording.threads());
            assertEquals(ends, counts.ends);
            return recording;
        }
    }

    private List<Path> traces() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void everyCallOfEveryThreadIsThereOnce() throws IOException {
        Path trace = folder.resolve("client.trace");
        Program.Output output = run(trace, "end");
        assertEquals("0 ", output.exit() + " " + output.out() + output.err());
        assertEquals(List.of(trace), traces());
        Recording recording = check(trace, expected(), THREADS + 1, THREADS);
        assertEquals(0, recording.unknownFrees());
        TraceProfile profile = TraceProfile.of(trace);
        assertTrue(profile.command().endsWith("trace_client 5 3000 end"), profile.command());
        assertTrue(profile.fileBytes() < 8 * profile.events(), profile.fileBytes() + " bytes for " + profile.events() + " events");
    }

    @Test
    void theChildOfAForkHasATraceOfItsOwn() throws IOException {
        Path first = folder.resolve("client.trace");
        Program.Output output = run(first, "fork");
        assertEquals("0 ", output.exit() + " " + output.out() + output.err());
        List<Path> traces = traces();
        assertEquals(2, traces.size(), traces.toString());
        // Each of the threads fills a buffer before the fork, so the first file is the parent's.
        assertEquals(first, traces.getFirst());
        assertTrue(traces.getLast().getFileName().toString().matches("client\\.trace\\.[0-9]+"), traces.toString());
        check(first, expected(), THREADS + 1, THREADS);
        Recording child = check(traces.getLast(), Map.of("MALLOC 7601", 3, "FREE own 7601", 2), 1, 0);
        assertTrue(child.unknownFrees() >= CALLS, child.unknownFrees() + " frees of the parent's blocks");
    }

    @Test
    void aKilledProcessLeavesItsWholeChunks() throws IOException {
        Path file = folder.resolve("client.trace");
        assertEquals(128 + 9, run(file, "kill").exit());
        try (TraceFile trace = TraceFile.open(file)) {
            assertTrue(trace.cutOff());
            Counts counts = new Counts();
            Recording recording = Recording.play(trace, counts);
            assertEquals(THREADS * CALLS, counts.counts.get("FREE remote 7201"), "threads that ended have written all");
            assertEquals(0, recording.missingFrees());
        }
    }

    @Test
    void aFileThatIsThereIsLeftAlone() throws IOException {
        Path taken = Files.writeString(folder.resolve("client.trace"), "mine");
        assertEquals("", run(taken, "end").err());
        assertEquals("mine", Files.readString(taken));
        check(traces().getLast(), expected(), THREADS + 1, THREADS);
    }

    @Test
    void whereNoFileCanBeMadeTheProgramRunsAllTheSame() throws IOException {
        Path missing = folder.resolve("missing/client.trace");
        Program.Output output = run(missing, "end");
        assertEquals("0 hz3: cannot write the trace " + missing + ": No such file or directory\n",
            output.exit() + " " + output.out() + output.err());
        assertEquals(List.of(), traces());
    }

    @Test
    void whereTheFileCannotGrowTheTraceEndsAndTheProgramRunsOn() throws IOException {
        Path file = folder.resolve("client.trace");
        Program.Output output = Program.run(List.of("sh", "-c",
            "ulimit -f 200; exec env LD_PRELOAD=\"$0\" HZ3_TRACE_FILE=\"$1\" \"$2\" 5 20000 end",
            LANE, file.toString(), client.toString()), LIMIT);
        assertEquals("0 hz3: cannot write the trace " + file + ": File too large\n",
            output.exit() + " " + output.out() + output.err());
        try (TraceFile trace = TraceFile.open(file)) {
            assertTrue(trace.cutOff());
            assertTrue(Recording.play(trace, new Counts()).calls() > 10_000);
        }
    }

    @Test
    void aReplayMakesTheSameCallsUnderAnyAllocator() throws IOException {
        Path trace = folder.resolve("client.trace");
        run(trace, "end");
        TraceProfile profile = TraceProfile.of(trace);
        Path replay = folder.resolve("replay.bin");
        try (TraceFile file = TraceFile.open(trace)) {
            assertEquals(profile.events(), ReplayFile.write(file, replay));
        }
        Path program = new NativeBuild(ROOT).program("replay");
        for (String preload : List.of("", ROOT.resolve("libhakozuna_hz3_scale.so").toString())) {
            Program.Output output = Program.run(List.of(program.toString(), replay.toString()), Map.of("LD_PRELOAD", preload), LIMIT);
            assertTrue(output.out().contains("[RESULT] ops=" + profile.events() + " "), output.out() + output.err());
        }
        Path again = folder.resolve("again.trace");
        Program.run(List.of(program.toString(), replay.toString()), Map.of("LD_PRELOAD", LANE,
            "HZ3_TRACE_FILE", again.toString()), LIMIT);
        TraceProfile replayed = TraceProfile.of(again);
        assertEquals(profile.threads(), replayed.threads());
        assertEquals(profile.count("realloc"), replayed.count("realloc") + 2, "realloc of null is malloc there, realloc to 0 is free");
        assertEquals(profile.peakLiveBlocks(), replayed.peakLiveBlocks(), 0.1 * profile.peakLiveBlocks());
        assertEquals(profile.peakLiveBytes(), replayed.peakLiveBytes(), 0.1 * profile.peakLiveBytes());
    }
}
