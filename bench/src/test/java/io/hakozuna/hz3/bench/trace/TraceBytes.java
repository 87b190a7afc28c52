package io.hakozuna.hz3.bench.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds a trace as the recorder would write it. */
final class TraceBytes {
    private static final int LONG_SKIP = 31;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    private long lastNumber = -1;
    private long lastAddress;

    TraceBytes() {
        file.writeBytes("hz3trac\001".getBytes(StandardCharsets.ISO_8859_1));
        chunk.writeBytes("program\0-x\0".getBytes(StandardCharsets.UTF_8));
        chunk(0);
    }

    TraceBytes record(long number, Operation operation, long address, long size, int alignmentShift) {
        long skipped = number - lastNumber - 1;
        chunk.write((int) (Math.min(skipped, LONG_SKIP) << 3) | operation.ordinal());
        if (skipped >= LONG_SKIP) {
            varint(skipped - LONG_SKIP);
        }
        if (operation != Operation.THREAD_END) {
            long delta = address - lastAddress >> 4;
            varint(delta << 1 ^ delta >> 63);
            lastAddress = address;
        }
        if (operation.ordinal() <= Operation.REALLOC.ordinal()) {
            varint(size);
        }
        if (operation == Operation.ALIGNED) {
            chunk.write(alignmentShift);
        }
        lastNumber = number;
        return this;
    }

    /** With the next number of this chunk. */
    TraceBytes record(Operation operation, long address, long size) {
        return record(lastNumber + 1, operation, address, size, 0);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & -128) != 0) {
            chunk.write((int) (rest | 128));
            rest >>>= 7;
        }
        chunk.write((int) rest);
    }

    TraceBytes raw(int value) {
        chunk.write(value);
        return this;
    }

    /** Ends a chunk with the records since the last one. */
    TraceBytes chunk(int thread) {
        file.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(thread).putInt(chunk.size()).array());
        file.writeBytes(chunk.toByteArray());
        chunk.reset();
        lastNumber = -1;
        lastAddress = 0;
        return this;
    }

    /** Ends the trace: events with this number or higher do not count. */
    TraceBytes end(long number) {
        chunk.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
        return chunk(-1);
    }

    byte[] bytes() {
        return file.toByteArray();
    }

    Path in(Path folder) throws IOException {
        return Files.write(folder.resolve("made.trace"), bytes());
    }
}
