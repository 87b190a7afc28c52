package io.hakozuna.hz3.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFileTest {
    private static final long MALLOC = 0;
    private static final long ALIGNED = 2;
    private static final long REALLOC = 3;
    private static final long FREE = 4;
    private static final long EPOCH = 5;

    @TempDir
    private Path folder;

    private ByteBuffer replay(TraceBytes trace) throws IOException {
        Path file = folder.resolve("replay");
        try (TraceFile opened = TraceFile.open(trace.in(folder))) {
            ReplayFile.write(opened, file);
        }
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Long> longs(ByteBuffer replay, int count) {
        List<Long> longs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            longs.add(replay.getLong());
        }
        return longs;
    }

    private static long word(long operation, long slot, long size) {
        return size << 32 | slot << 3 | operation;
    }

    @Test
    void eachThreadHasItsWords() throws IOException {
        ByteBuffer replay = replay(new TraceBytes()
            .record(0, Operation.MALLOC, 0x100, 24, 0).record(2, Operation.REALLOC_OLD, 0x100, 0, 0)
            .record(3, Operation.REALLOC, 0x500, 1L << 33, 0).chunk(1)
            .record(1, Operation.ALIGNED, 0x200, 100, 6).record(4, Operation.FREE, 0x500, 0, 0).chunk(2).end(5));
        assertEquals("h3rplay\001", new String(replay.array(), 0, 8, StandardCharsets.ISO_8859_1));
        replay.getLong();
        assertEquals(List.of(2L, 1L, 3L, 4L), longs(replay, 4), "threads, epochs, slots, operations");
        long streams = (5 + 2 * 4) * 8 + 4;
        assertEquals(List.of(0L, 0L, streams, 6L), longs(replay, 4));
        assertEquals(List.of(0L, 0L, streams + 6 * 8, 5L), longs(replay, 4));
        assertEquals(2, replay.getInt(), "threads in the epoch");
        assertEquals(List.of(EPOCH, word(MALLOC, 0, 24), word(REALLOC, 0, 0xffff_ffffL), 2L, 1L << 33, EPOCH), longs(replay, 6));
        assertEquals(List.of(EPOCH, word(ALIGNED, 1, 100), 64L, word(FREE, 2, 0), EPOCH), longs(replay, 5));
        assertEquals(0, replay.remaining());
    }

    @Test
    void aThreadBeginsAfterAsManyHaveEndedAndStaysAsLongAsItDid() throws IOException {
        int calls = Recording.EPOCH_CALLS;
        TraceBytes trace = new TraceBytes();
        trace.record(0, Operation.MALLOC, 0x100, 1, 0).record(1, Operation.THREAD_END, 0, 0, 0).chunk(1);
        for (int i = 0; i < calls; i++) {
            trace.record(2 + i, Operation.MALLOC, 0x1000 + 16 * i, 1, 0);
        }
        trace.chunk(2);
        trace.record(calls + 2, Operation.MALLOC, 0x200, 1, 0).chunk(3);
        ByteBuffer replay = replay(trace.end(calls + 3));
        replay.getLong();
        assertEquals(List.of(3L, 2L, calls + 2L, calls + 2L), longs(replay, 4), "threads, epochs, slots, operations");
        long streams = (5 + 3 * 4) * 8 + 2 * 4;
        // Mark, call, and the thread's end in the same epoch.
        assertEquals(List.of(0L, 0L, streams, 2L), longs(replay, 4));
        // Mark, calls with another mark before the last one, and the mark of a thread that lives on.
        assertEquals(List.of(0L, 1L, streams + 2 * 8, 3L + calls), longs(replay, 4));
        assertEquals(List.of(1L, 1L, streams + (5 + calls) * 8L, 3L), longs(replay, 4));
        assertEquals(List.of(2, 2), List.of(replay.getInt(), replay.getInt()), "threads by epoch");
        assertEquals(List.of(EPOCH, word(MALLOC, 0, 1), EPOCH), longs(replay, 3));
        replay.position((int) streams + (2 + calls) * 8);
        long mark = 1L << 3 | EPOCH;
        assertEquals(List.of(mark, word(MALLOC, calls, 1), mark, mark, word(MALLOC, calls + 1, 1), mark), longs(replay, 6));
    }
}
