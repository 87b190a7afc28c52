package io.hakozuna.hz3.bench.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code replay.c} plays, made of a trace. All integers are little-endian.
 * <pre>
 *   head      "h3rplay" and version 1, threads, epochs, slots, operations             5 longs
 *   threads   in the order of their first calls: first epoch, how many threads had
 *             ended before, offset, words                                             4 longs each
 *   epochs    how many threads have words in it                                       an int each
 *   streams   the threads' words, see {@link ReplayWords}
 * </pre>
 */
final class ReplayFile implements ReplayWords.Sink {
    private static final long MAGIC = 0x01_79_61_6c_70_72_33_68L;
    private static final int HEAD_LONGS = 5;
    private static final int THREAD_LONGS = 4;
    private static final int BUFFER_BYTES = 8192;

    private final FileChannel channel;
    private final List<Stream> streams = new ArrayList<>();

    /** Where a thread's next words go, and those that are not there yet. */
    private static final class Stream {
        private long offset;
        private final ByteBuffer buffer = buffer(BUFFER_BYTES);

        private Stream(long offset) {
            this.offset = offset;
        }
    }

    private ReplayFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Writes the file and returns how many operations it has. */
    static long write(TraceFile trace, Path file) throws IOException {
        ReplayPlan plan = new ReplayPlan();
        Recording recording = play(trace, plan);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
            ReplayFile replay = new ReplayFile(channel);
            replay.writeTables(plan, recording);
            play(trace, replay);
            for (Stream stream : replay.streams) {
                replay.flush(stream);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return recording.calls();
    }

    private static Recording play(TraceFile trace, ReplayWords.Sink sink) {
        ReplayWords words = new ReplayWords(sink);
        Recording recording = Recording.play(trace, words);
        words.finish();
        return recording;
    }

    private void writeTables(ReplayPlan plan, Recording recording) throws IOException {
        int threads = plan.streams().size();
        int epochs = plan.threadsByEpoch().size();
        ByteBuffer tables = buffer((HEAD_LONGS + THREAD_LONGS * threads) * Long.BYTES + epochs * Integer.BYTES);
        tables.putLong(MAGIC).putLong(threads).putLong(epochs).putLong(recording.slots()).putLong(recording.calls());
        long offset = tables.capacity();
        long[] endedBefore = plan.endedBefore();
        for (int thread = 0; thread < threads; thread++) {
            ReplayPlan.Stream stream = plan.streams().get(thread);
            tables.putLong(stream.firstEpoch()).putLong(endedBefore[thread]).putLong(offset).putLong(stream.words());
            streams.add(new Stream(offset));
            offset += stream.words() * Long.BYTES;
        }
        plan.threadsByEpoch().forEach(tables::putInt);
        writeAt(0, tables);
    }

    @Override
    public void put(int thread, int epoch, long word) {
        Stream stream = streams.get(thread);
        if (!stream.buffer.hasRemaining()) {
            try {
                flush(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        stream.buffer.putLong(word);
    }

    private void flush(Stream stream) throws IOException {
        stream.offset += writeAt(stream.offset, stream.buffer);
        stream.buffer.clear();
    }

    private int writeAt(long offset, ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position());
        }
        return buffer.position();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
