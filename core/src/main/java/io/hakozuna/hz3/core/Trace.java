package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Records every call that gets or gives up a block, where the knob HZ3_TRACE is on and the process was given a file; the entry points
 * tell of each call. Calls that fail and frees of null are no events.
 *
 * <p>Events have numbers from one counter of the process. A block's end takes its number before the block is really given up, its
 * beginning after it was got, so whoever gets the same address next has a higher number: in the order of the numbers an address is
 * never allocated twice. A realloc is two events, since a block it moves is given up somewhere between them.
 * <pre>
 *   file:    | "hz3trac", version 1 |  chunk  |  chunk  | ...
 *   chunk:   | thread int | bytes int | so many bytes: |
 *   thread    0      the command line, each word with a zero byte behind it
 *             1...   records of that thread; numbered in the order of the threads' first events
 *            -1      a long, the end of the trace: events with this number or higher are to be left out
 *   record:  | skipped numbers, 5 bits; operation, 3 bits |  varint if the 5 bits are all ones: skipped - 31
 *            | varint: address / 16 less that of the record before, as zigzag |  varint: size | byte: log2 of the alignment
 * </pre>
 * Integers are little-endian; a varint has 7 bits a byte, the lowest first, and bit 7 where more follow. Each chunk stands alone: the
 * number before its first record is -1, the address 0. Only the aligned allocation has an alignment; ends of blocks have no size, and
 * the end of a thread has no address either.
 *
 * <p>A thread's records gather in a buffer of its own ({@link TraceBuffer}) and become a chunk when it is full, the thread ends or the
 * process exits. The exit reads the counter before the buffers of threads that still run. An event with a lower number that it misses
 * is one that its thread had not recorded yet; the call it belongs to had not begun, or its block not been handed out, so nothing
 * recorded depends on it, and leaving out the numbers from there on cuts all threads at one moment.
 * <pre>
 *   state block:   0  counter of events, a cache line of its own
 *                 64  lock: guards all below, and the file
 *                 68  state of the file
 *                 72  all buffers, buffers without a thread, number of threads
 *                 96  file name and head: see {@link TraceFile}
 * </pre>
 */
@StaticInit
@Unmanaged
public final class Trace {
    public static final int MALLOC = 0;
    public static final int CALLOC = 1;
    public static final int ALIGNED = 2;
    /** The block that a realloc gave; at address 0 with size 0 it freed its old one, at 0 with another size it failed. */
    public static final int REALLOC = 3;
    public static final int FREE = 4;
    /** The block that a realloc was given; its {@link #REALLOC} follows in the same thread. */
    public static final int REALLOC_OLD = 5;
    public static final int THREAD_END = 6;

    static final long LOCK = 64;
    static final long STATE = 68;
    static final long ALL_BUFFERS = 72;
    static final long FREE_BUFFERS = 80;
    static final long THREADS = 88;

    /** No file yet: it is made for the first chunk, so that a process that does little before it becomes another leaves none. */
    static final int WAITING = 0;
    static final int OPEN = 1;
    /** Nothing more is recorded: the process has exited, or the file cannot be written. */
    static final int OVER = 2;

    private static final long END_CHUNK_BYTES = 16;

    private Trace() {
    }

    /** Begins with the file of this name, an absolute path; the command line's words have a zero byte behind each. */
    public static void begin(long name, long nameBytes, long command, long commandBytes) {
        long trace = Knobs.trace() == 0 ? 0 : Os.map(TraceFile.STATE_BYTES);
        if (trace != 0 && TraceFile.name(trace, name, nameBytes)) {
            TraceFile.command(trace, command, commandBytes);
            Memory.putLong(Globals.at(Globals.TRACE), trace);
        }
    }

    /** The block itself; 0 where the call failed. */
    public static long allocated(int operation, long block, long size) {
        if (on() && block != 0) {
            TraceBuffer.record(state(), operation, block, size, 1);
        }
        return block;
    }

    public static long allocatedAligned(long block, long alignment, long size) {
        if (on() && block != 0) {
            TraceBuffer.record(state(), ALIGNED, block, size, alignment);
        }
        return block;
    }

    public static void freeing(long block) {
        if (on() && block != 0) {
            TraceBuffer.record(state(), FREE, block, 0, 1);
        }
    }

    public static void reallocating(long block) {
        if (on() && block != 0) {
            TraceBuffer.record(state(), REALLOC_OLD, block, 0, 1);
        }
    }

    /** Returns the new block. */
    public static long reallocated(long old, long block, long size) {
        if (on() && (old | block) != 0) {
            TraceBuffer.record(state(), REALLOC, block, size, 1);
        }
        return block;
    }

    /** The calling thread ends; it may still call in, from other exit callbacks. */
    public static void threadExit() {
        if (on()) {
            TraceBuffer.endThread(state());
        }
    }

    /** The process exits: writes what is left of all threads. */
    public static void end() {
        if (!on()) {
            return;
        }
        long trace = state();
        Lock.take(trace + LOCK);
        long end = Memory.getLongVolatile(trace);
        for (long b = Memory.getLong(trace + ALL_BUFFERS); b != 0; b = Memory.getLong(b + TraceBuffer.NEXT)) {
            TraceBuffer.write(trace, b, Memory.getLongVolatile(b + TraceBuffer.POSITION));
        }
        if (Memory.getInt(trace + STATE) == OPEN) {
            // The state's head is not needed any more once the file is open.
            Memory.putInt(trace + TraceFile.HEAD, -1);
            Memory.putInt(trace + TraceFile.HEAD + 4, 8);
            Memory.putLong(trace + TraceFile.HEAD + 8, end);
            TraceFile.append(trace, trace + TraceFile.HEAD, END_CHUNK_BYTES);
        }
        Memory.putIntRelease(trace + STATE, OVER);
        Lock.leave(trace + LOCK);
    }

    /** Until one of the two below no other thread writes to the file. */
    public static void forkPrepare() {
        if (on()) {
            Lock.take(state() + LOCK);
        }
    }

    public static void forkParent() {
        if (on()) {
            Lock.leave(state() + LOCK);
        }
    }

    /** The child's trace is a new one, in a file of its own: what the parent has not written yet is the parent's. */
    public static void forkChild() {
        if (on()) {
            long trace = state();
            Lock.reset(trace + LOCK);
            if (Memory.getInt(trace + STATE) == OPEN) {
                Memory.putInt(trace + STATE, WAITING);
            }
            Memory.putLong(trace, 0);
            TraceBuffer.freeAll(trace);
        }
    }

    private static boolean on() {
        return Knobs.trace() != 0 && state() != 0;
    }

    private static long state() {
        return Memory.getLong(Globals.at(Globals.TRACE));
    }
}
