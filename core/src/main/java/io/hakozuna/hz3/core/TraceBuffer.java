package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The records of one thread that are not in the file yet. The owner writes a record and then publishes the position behind it
 * with release; whoever reads the position with acquire may read the records before it. Only the holder of the trace's lock sets a
 * position back, so records stay as they are while the exit of the process reads them.
 *
 * <p>The thread's word in {@link Tls} is its buffer's address; past its exit callback it is its number, doubled and odd, and each event
 * borrows a buffer.
 * <pre>
 *    0  position, next of all buffers, next without a thread
 *   24  number and address of the last record
 *   56  the chunk: thread int, bytes int, records
 * </pre>
 */
@StaticInit
@Unmanaged
final class TraceBuffer {
    /** Where the next record goes, from the first one. */
    static final long POSITION = 0;
    static final long NEXT = 8;
    private static final long NEXT_FREE = 16;
    private static final long LAST_NUMBER = 24;
    private static final long LAST_ADDRESS = 32;
    private static final long CHUNK = 56;
    private static final long RECORDS = 64;

    private static final long BYTES = 65536;
    /** An operation, three varints of 10 bytes and an alignment. */
    private static final long LONGEST_RECORD = 32;

    private static final int SKIP_SHIFT = 3;
    private static final long LONG_SKIP = 31;

    private TraceBuffer() {
    }

    static void record(long trace, int operation, long address, long size, long alignment) {
        long buffer = own(trace);
        if (buffer == 0) {
            return;
        }
        long position = Memory.getLong(buffer + POSITION);
        if (Cpu.unlikely(position > BYTES - RECORDS - LONGEST_RECORD)) {
            Lock.take(trace + Trace.LOCK);
            write(trace, buffer, position);
            clear(buffer);
            Lock.leave(trace + Trace.LOCK);
            position = 0;
        }
        long number = Memory.getAndAddLongVolatile(trace, 1);
        long skipped = number - Memory.getLong(buffer + LAST_NUMBER) - 1;
        Memory.putLong(buffer + LAST_NUMBER, number);
        long first = buffer + RECORDS;
        long at = first + position;
        Memory.putByte(at++, (byte) (Math.min(skipped, LONG_SKIP) << SKIP_SHIFT | operation));
        if (skipped >= LONG_SKIP) {
            at = putVarint(at, skipped - LONG_SKIP);
        }
        if (operation != Trace.THREAD_END) {
            at = putAddress(at, buffer, address);
        }
        if (operation <= Trace.REALLOC) {
            at = putVarint(at, size);
        }
        if (operation == Trace.ALIGNED) {
            Memory.putByte(at++, (byte) Cpu.trailingZeros(alignment));
        }
        Memory.putLongRelease(buffer + POSITION, at - first);
        if (Cpu.unlikely(Tls.exiting())) {
            giveBack(trace, buffer);
        }
    }

    private static long putAddress(long at, long buffer, long address) {
        long delta = (address >>> 4) - Memory.getLong(buffer + LAST_ADDRESS);
        Memory.putLong(buffer + LAST_ADDRESS, address >>> 4);
        return putVarint(at, delta << 1 ^ delta >> 63);
    }

    private static long putVarint(long at, long value) {
        long rest = value;
        long next = at;
        while ((rest & -128) != 0) {
            Memory.putByte(next++, (byte) (rest | 128));
            rest >>>= 7;
        }
        Memory.putByte(next++, (byte) rest);
        return next;
    }

    /** The calling thread's buffer; 0 if nothing is to be recorded or there is no memory for one. */
    private static long own(long trace) {
        if (Memory.getIntOpaque(trace + Trace.STATE) == Trace.OVER) {
            return 0;
        }
        long word = Tls.trace();
        if (word != 0 && (word & 1) == 0) {
            return word;
        }
        if (word == 0 && !Tls.exiting()) {
            // A thread with a heap has its exit callback. Asking for it may allocate, and that event gets the buffer first.
            Heaps.bind(Tls.heap());
            if (Tls.trace() != 0) {
                return Tls.trace();
            }
        }
        Lock.take(trace + Trace.LOCK);
        long buffer = take(trace);
        if (buffer != 0) {
            if (word == 0) {
                Memory.putLong(trace + Trace.THREADS, Memory.getLong(trace + Trace.THREADS) + 1);
            }
            long thread = word != 0 ? word >>> 1 : Memory.getLong(trace + Trace.THREADS);
            Memory.putInt(buffer + CHUNK, (int) thread);
            Tls.setTrace(buffer);
        }
        Lock.leave(trace + Trace.LOCK);
        return buffer;
    }

    /** A cleared buffer; the caller holds the lock. */
    private static long take(long trace) {
        long buffer = Memory.getLong(trace + Trace.FREE_BUFFERS);
        if (buffer != 0) {
            Memory.putLong(trace + Trace.FREE_BUFFERS, Memory.getLong(buffer + NEXT_FREE));
            return buffer;
        }
        buffer = Os.map(BYTES);
        if (buffer != 0) {
            clear(buffer);
            Memory.putLong(buffer + NEXT, Memory.getLong(trace + Trace.ALL_BUFFERS));
            Memory.putLong(trace + Trace.ALL_BUFFERS, buffer);
        }
        return buffer;
    }

    private static void clear(long buffer) {
        Memory.putLong(buffer + LAST_NUMBER, -1);
        Memory.putLong(buffer + LAST_ADDRESS, 0);
        Memory.putLongRelease(buffer + POSITION, 0);
    }

    /** Writes so many bytes of records as a chunk; the caller holds the lock. */
    static void write(long trace, long buffer, long bytes) {
        if (bytes != 0 && Memory.getInt(trace + Trace.STATE) != Trace.OVER) {
            Memory.putInt(buffer + CHUNK + 4, (int) bytes);
            TraceFile.append(trace, buffer + CHUNK, bytes + RECORDS - CHUNK);
        }
    }

    static void endThread(long trace) {
        if (Tls.trace() != 0) {
            record(trace, Trace.THREAD_END, 0, 0, 1);
        }
    }

    /** Writes the records of a thread past its exit callback, which may have no further chance to. */
    private static void giveBack(long trace, long buffer) {
        Lock.take(trace + Trace.LOCK);
        write(trace, buffer, Memory.getLong(buffer + POSITION));
        Tls.setTrace((long) Memory.getInt(buffer + CHUNK) << 1 | 1);
        free(trace, buffer);
        Lock.leave(trace + Trace.LOCK);
    }

    private static void free(long trace, long buffer) {
        clear(buffer);
        Memory.putLong(buffer + NEXT_FREE, Memory.getLong(trace + Trace.FREE_BUFFERS));
        Memory.putLong(trace + Trace.FREE_BUFFERS, buffer);
    }

    /** In the child of a fork, whose only thread begins anew: all buffers are without a thread, and their records gone. */
    static void freeAll(long trace) {
        Memory.putLong(trace + Trace.THREADS, 0);
        Memory.putLong(trace + Trace.FREE_BUFFERS, 0);
        for (long buffer = Memory.getLong(trace + Trace.ALL_BUFFERS); buffer != 0; buffer = Memory.getLong(buffer + NEXT)) {
            free(trace, buffer);
        }
        Tls.setTrace(0);
    }
}
