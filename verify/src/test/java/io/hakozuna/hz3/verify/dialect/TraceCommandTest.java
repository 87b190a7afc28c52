package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hz3 trace}: records real programs, tells what is in their traces, and replays them. */
class TraceCommandTest {
    /** Without Python's own pools each object is a block of malloc. */
    private static final String STRUCTURE = "d = {str(i) * 3: [i] for i in range(50000)}; print(len(d)); d.clear()";

    @TempDir
    private Path folder;

    private Run.Result trace(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Run.ROOT.resolve("hz3").toString(), "trace"));
        command.addAll(List.of(arguments));
        return Run.of(command).in(folder).with("PYTHONMALLOC", "malloc").run();
    }

    private static long figure(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(json);
        assertTrue(matcher.find(), "no " + name + " in " + json);
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void aRealProgramIsRecordedShownAndReplayed() throws Exception {
        Run.Result recorded = trace("record", "--", "/usr/bin/python3", "-c", STRUCTURE).ok();
        Path file = folder.resolve("python3.trace");
        assertEquals("50000\n", recorded.out());
        Matcher line = Pattern.compile("hz3: " + file
            + ": ([0-9,]+) events in 1 threads, ([0-9.]+) bytes an event: /usr/bin/python3 -c .*\n").matcher(recorded.err());
        assertTrue(line.matches(), recorded.err());
        long events = Long.parseLong(line.group(1).replace(",", ""));
        assertTrue(events > 200_000, "only " + events + " events");
        assertTrue(Double.parseDouble(line.group(2)) < 8, line.group(2) + " bytes an event");

        String json = trace("show", "--json", file.toString()).ok().out();
        assertEquals(events, figure(json, "events"));
        assertTrue(figure(json, "peakLiveBlocks") > 100_000, json);
        String text = trace("show", file.toString()).ok().out();
        assertTrue(text.startsWith("python3: /usr/bin/python3 -c "), text);
        assertTrue(text.contains("\npeak live bytes ") && text.contains("####"), text);

        Path result = folder.resolve("result.json");
        Run.Result replayed = trace("replay", file.toString(), "--peer", "glibc", "--runs", "1", "--json", result.toString()).ok();
        assertTrue(Pattern.compile("(?m)^replay_python3  hz3 .* 1/1$").matcher(replayed.out()).find(), replayed.out());
        assertTrue(Pattern.compile("(?m)^ +glibc .* 1/1$").matcher(replayed.out()).find(), replayed.out());
        assertTrue(Files.readString(result).contains("\"group\":\"trace\""));
    }

    @Test
    void theProgramKeepsItsInputAndItsExitCode() throws Exception {
        Path input = Files.writeString(folder.resolve("input"), "2\n1\n");
        Run.Result sorted = Run.of(Run.ROOT.resolve("hz3").toString(), "trace", "record", "-o", "own.trace", "--", "sort").in(folder)
            .reading(input).run().ok();
        assertEquals("1\n2\n", sorted.out());
        assertTrue(Files.exists(folder.resolve("own.trace")));
        assertEquals(7, trace("record", "-o", "exit.trace", "--", "sh", "-c", "exit 7").exit());
    }

    @Test
    void eachProcessHasATraceAndALine() throws Exception {
        Run.Result recorded = trace("record", "-o", "all.trace", "--", "sh", "-c", "ls / | sort | wc -l").ok();
        assertEquals(3, recorded.err().lines().count(), recorded.err());
        for (String command : List.of("ls /", "sort", "wc -l")) {
            assertTrue(recorded.err().contains(" bytes an event: " + command + "\n"), recorded.err());
        }
    }

    @Test
    void whatIsCutOffIsReplayedAndSaid() throws Exception {
        trace("record", "-o", "whole.trace", "--", "/usr/bin/python3", "-c", STRUCTURE).ok();
        byte[] whole = Files.readAllBytes(folder.resolve("whole.trace"));
        Path cut = Files.write(folder.resolve("cut.trace"), Arrays.copyOf(whole, whole.length / 2));
        assertTrue(trace("show", cut.toString()).ok().out().contains("\ncut off: "));
        Run.Result replayed = trace("replay", cut.toString(), "--peer", "glibc", "--runs", "1").ok();
        assertTrue(replayed.err().contains("cut.trace is cut off"), replayed.err());
    }

    @Test
    void badInputIsOneLine() throws Exception {
        refused(2, "hz3: no program given; usage: ./hz3 trace record ", "record", "-o", "a.trace");
        refused(2, "hz3: -o needs a file; usage: ", "record", "-o");
        refused(2, "hz3: unknown option -x; usage: ", "record", "-x", "--", "true");
        refused(2, "hz3: no trace can be made in /no/such/; ", "record", "-o", "/no/such/a.trace", "--", "true");
        Files.writeString(folder.resolve("true.trace"), "mine");
        refused(2, "hz3: " + folder + "/true.trace is there already; ", "record", "--", "true");
        Files.createFile(folder.resolve("old.trace.123"));
        refused(2, "hz3: " + folder + "/old.trace.123 is there already; ", "record", "-o", "old.trace", "--", "true");
        refused(127, "hz3: no program hz3-no-such-program in PATH; ", "record", "--", "hz3-no-such-program");
        assertFalse(Files.exists(folder.resolve("hz3-no-such-program.trace")));
        for (String command : List.of("show", "replay")) {
            refused(2, "bench: no such trace: none.trace", command, "none.trace");
            refused(2, "bench: true.trace is no trace", command, "true.trace");
        }
        Files.write(folder.resolve("later.trace"), new byte[] {'h', 'z', '3', 't', 'r', 'a', 'c', 2});
        refused(2, "bench: later.trace is a trace of version 2", "show", "later.trace");
        Files.write(folder.resolve("empty.trace"), new byte[] {'h', 'z', '3', 't', 'r', 'a', 'c', 1});
        Run.Result empty = trace("replay", "empty.trace");
        assertEquals(2, empty.exit());
        assertTrue(empty.err().endsWith("bench: empty.trace has no calls to replay\n"), empty.err());
    }

    private void refused(int exit, String start, String... arguments) throws IOException, InterruptedException {
        Run.Result result = trace(arguments);
        assertEquals(exit, result.exit(), result.describe());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith(start) && result.err().lines().count() == 1, result.describe());
    }
}
