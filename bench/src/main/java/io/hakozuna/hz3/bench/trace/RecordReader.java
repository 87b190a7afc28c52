package io.hakozuna.hz3.bench.trace;

import io.hakozuna.hz3.bench.process.UsageError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

/** Reads the records of one thread, one after the other. */
final class RecordReader {
    private static final int OPERATION_BITS = 3;
    private static final int LONG_SKIP = 31;
    private static final int LONGEST_VARINT = 70;

    private final Path file;
    private final List<MemorySegment> chunks;
    private final long end;
    private int nextChunk;
    private MemorySegment chunk = MemorySegment.NULL;
    private long at;

    private long number;
    private Operation operation;
    private long address;
    private long size;
    private int alignmentShift;

    /** For chunks of records; those whose number is the given end or higher are left out. */
    RecordReader(Path file, List<MemorySegment> chunks, long end) {
        this.file = file;
        this.chunks = chunks;
        this.end = end;
    }

    /** Goes to the next record; false if there is none. */
    boolean next() {
        if (at == chunk.byteSize()) {
            if (nextChunk == chunks.size()) {
                return false;
            }
            chunk = chunks.get(nextChunk++);
            at = 0;
            number = -1;
            address = 0;
        }
        int first = nextByte();
        int skipped = first >>> OPERATION_BITS;
        operation = Operation.of(first & (1 << OPERATION_BITS) - 1);
        if (operation == null) {
            throw damaged();
        }
        number += 1 + (skipped < LONG_SKIP ? skipped : LONG_SKIP + varint());
        if (operation.hasAddress()) {
            long zigzag = varint();
            address += (zigzag >>> 1 ^ -(zigzag & 1)) << 4;
        }
        size = operation.hasSize() ? varint() : 0;
        alignmentShift = operation == Operation.ALIGNED ? nextByte() : 0;
        return number < end;
    }

    private int nextByte() {
        if (at == chunk.byteSize()) {
            throw damaged();
        }
        return chunk.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
            int part = nextByte();
            value |= (part & 0x7fL) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw damaged();
    }

    private UsageError damaged() {
        return new UsageError(file + " is damaged: a record in its chunk " + nextChunk + " of a thread is none; record it again");
    }

    /** The event's place in the order of all threads. */
    long number() {
        return number;
    }

    Operation operation() {
        return operation;
    }

    /** 0 where a realloc gave no block; meaningless for the end of a thread. */
    long address() {
        return address;
    }

    long size() {
        return size;
    }

    long alignment() {
        return 1L << alignmentShift;
    }
}
