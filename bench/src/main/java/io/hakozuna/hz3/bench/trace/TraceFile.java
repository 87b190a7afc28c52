package io.hakozuna.hz3.bench.trace;

import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trace as its file has it: the command, and each thread's chunks; {@code io.hakozuna.hz3.core.Trace} has the layout. One that was
 * cut off is read up to its last whole chunk.
 */
final class TraceFile implements AutoCloseable {
    /** "hz3trac"; the highest byte is the version. */
    private static final long MAGIC = 0x63_61_72_74_33_7A_68L;
    private static final int MAGIC_BITS = 56;
    private static final long VERSION = 1;
    private static final int HEAD = 8;
    private static final int CHUNK_HEAD = 8;
    private static final int COMMAND = 0;
    private static final int END = -1;

    private static final OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment bytes;
    private final Map<Integer, List<MemorySegment>> chunks = new TreeMap<>();
    private String command = "";
    private long end = Long.MAX_VALUE;

    private TraceFile(Path file) throws IOException {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    /** Refuses, in one line, what is not a trace that this version reads. */
    static TraceFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UsageError("no such trace: " + file + " (./hz3 trace record makes one)");
        }
        try {
            TraceFile trace = new TraceFile(file);
            trace.checkHead();
            trace.findChunks();
            return trace;
        } catch (IOException e) {
            throw new UsageError("cannot read " + file + ": " + e.getMessage());
        }
    }

    private void checkHead() {
        long head = bytes.byteSize() < HEAD ? 0 : bytes.get(LONG, 0);
        if ((head & (1L << MAGIC_BITS) - 1) != MAGIC) {
            throw new UsageError(file + " is no trace; ./hz3 trace record makes one");
        }
        if (head >>> MAGIC_BITS != VERSION) {
            throw new UsageError(file + " is a trace of version " + (head >>> MAGIC_BITS) + ", and this hz3 reads version " + VERSION
                + "; record it again");
        }
    }

    private void findChunks() {
        long at = HEAD;
        while (end == Long.MAX_VALUE && bytes.byteSize() - at >= CHUNK_HEAD) {
            int thread = bytes.get(INT, at);
            long length = bytes.get(INT, at + 4);
            if (length < 0 || length > bytes.byteSize() - at - CHUNK_HEAD) {
                return;
            }
            MemorySegment content = bytes.asSlice(at + CHUNK_HEAD, length);
            if (thread == COMMAND) {
                String words = new String(content.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
                command = words.replaceAll("\\p{Cntrl}+", " ").strip();
            } else if (thread == END && length == Long.BYTES) {
                end = content.get(LONG, 0);
            } else if (thread > 0) {
                chunks.computeIfAbsent(thread, number -> new ArrayList<>()).add(content);
            } else {
                throw new UsageError(file + " is damaged at byte " + at + "; record it again");
            }
            at += CHUNK_HEAD + length;
        }
    }

    Path file() {
        return file;
    }

    long fileBytes() {
        return bytes.byteSize();
    }

    /** The command line, as far as it was kept. */
    String command() {
        return command;
    }

    /** Whether the end is missing: the process was killed, left by _exit or exec, or could not write. */
    boolean cutOff() {
        return end == Long.MAX_VALUE;
    }

    /** A reader for each thread that has records. Those past the moment at which the process exited are left out. */
    List<RecordReader> readers() {
        return chunks.values().stream().map(own -> new RecordReader(file, own, end)).toList();
    }

    @Override
    public void close() {
        arena.close();
    }
}
