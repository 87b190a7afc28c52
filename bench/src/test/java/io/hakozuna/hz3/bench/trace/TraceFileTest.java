package io.hakozuna.hz3.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
    private static final long FAR = 0x7fff_ffff_fff0L;

    @TempDir
    private Path folder;

    /** Every record of every thread: thread's place, number, operation, address, size, alignment. */
    private static List<String> records(Path file) {
        List<String> lines = new ArrayList<>();
        try (TraceFile trace = TraceFile.open(file)) {
            int thread = 0;
            for (RecordReader reader : trace.readers()) {
                while (reader.next()) {
                    lines.add(thread + " #" + reader.number() + " " + reader.operation() + " 0x" + Long.toHexString(reader.address())
                        + " " + reader.size() + " " + reader.alignment());
                }
                thread++;
            }
        }
        return lines;
    }

    @Test
    void recordsComeBackAsTheyWere() throws IOException {
        Path file = new TraceBytes()
            .record(0, Operation.MALLOC, FAR, 0, 0).record(31, Operation.CALLOC, 16, 127, 0)
            .record(63, Operation.ALIGNED, FAR, 128, 21).chunk(1)
            .record(1L << 40, Operation.REALLOC_OLD, FAR, 0, 0).record((1L << 40) + 32, Operation.REALLOC, 0, Long.MAX_VALUE, 0)
            .record((1L << 40) + 33, Operation.THREAD_END, 0, 0, 0).chunk(1)
            .record(1, Operation.FREE, 16, 0, 0).chunk(7)
            .end(1L << 41).in(folder);
        assertEquals(List.of(
            "0 #0 MALLOC 0x7ffffffffff0 0 1", "0 #31 CALLOC 0x10 127 1", "0 #63 ALIGNED 0x7ffffffffff0 128 2097152",
            "0 #1099511627776 REALLOC_OLD 0x7ffffffffff0 0 1", "0 #1099511627808 REALLOC 0x0 9223372036854775807 1",
            "0 #1099511627809 THREAD_END 0x0 0 1", "1 #1 FREE 0x10 0 1"), records(file));
        try (TraceFile trace = TraceFile.open(file)) {
            assertEquals("program -x", trace.command());
            assertEquals(false, trace.cutOff());
        }
    }

    @Test
    void whatIsPastTheEndDoesNotCount() throws IOException {
        Path file = new TraceBytes().record(Operation.MALLOC, 16, 1).record(Operation.FREE, 16, 0).record(Operation.MALLOC, 32, 2)
            .chunk(1).end(2).in(folder);
        assertEquals(List.of("0 #0 MALLOC 0x10 1 1", "0 #1 FREE 0x10 0 1"), records(file));
    }

    @Test
    void aTraceThatIsCutOffAnywhereGivesItsWholeChunks() throws IOException {
        byte[] head = new TraceBytes().bytes();
        byte[] first = new TraceBytes().record(Operation.MALLOC, 16, 1).chunk(1).bytes();
        byte[] all = new TraceBytes().record(Operation.MALLOC, 16, 1).chunk(1).record(1, Operation.FREE, 16, 0, 0).chunk(1).end(2)
            .bytes();
        for (int length = 8; length <= all.length; length++) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(all, length));
            try (TraceFile trace = TraceFile.open(file)) {
                assertEquals(length < all.length, trace.cutOff(), length + " bytes");
                assertEquals(length < head.length ? "" : "program -x", trace.command());
            }
            int whole = length < first.length ? 0 : length < all.length - 16 ? 1 : 2;
            assertEquals(whole, records(file).size(), length + " bytes");
        }
    }

    @Test
    void badInputIsOneLine() throws IOException {
        refused("no such trace: " + folder.resolve("none"), folder.resolve("none"));
        refused("no such trace: " + folder, folder);
        refused("is no trace", Files.writeString(folder.resolve("empty"), ""));
        refused("is no trace", Files.writeString(folder.resolve("text"), "some other file\n"));
        byte[] later = new TraceBytes().bytes();
        later[7] = 9;
        refused("is a trace of version 9, and this hz3 reads version 1", Files.write(folder.resolve("later"), later));
        refused("is damaged at byte 27", new TraceBytes().chunk(-2).in(folder));
        refused("is damaged: a record in its chunk 1", new TraceBytes().raw(7).chunk(1).in(folder));
        refused("is damaged: a record in its chunk 2",
            new TraceBytes().record(Operation.MALLOC, 16, 1).chunk(1).raw(Operation.FREE.ordinal()).raw(0x80).chunk(1).in(folder));
    }

    private static void refused(String message, Path file) {
        String line = assertThrows(UsageError.class, () -> records(file)).getMessage();
        assertTrue(line.contains(message) && line.lines().count() == 1, line);
    }
}
