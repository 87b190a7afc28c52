package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The trace's file. It is opened by its name for each chunk, since a program may close any descriptor that it did not open itself; its
 * name and the head are copies, since a program may write over its arguments and environment. Where the file is there already, made by
 * another process of the same program, the name gets the process's number behind it, and then further numbers.
 * <pre>
 *   state block:    96  bytes of the name as given, bytes of the head
 *                  112  name
 *                 4208  head: magic number and version, chunk of the command line
 * </pre>
 */
@StaticInit
@Unmanaged
final class TraceFile {
    private static final long NAME_BYTES = 96;
    private static final long HEAD_BYTES = 104;
    private static final long NAME = 112;
    static final long HEAD = 4208;
    /** Multiple of the system's page. */
    static final long STATE_BYTES = 12288;

    /** "hz3trac" and the version. */
    private static final long MAGIC = 0x01_63_61_72_74_33_7A_68L;
    private static final long HEAD_FIXED_BYTES = 16;
    private static final long LONGEST_COMMAND = 4000;
    /** Leaves room for a point and a number, twice. */
    private static final long LONGEST_NAME = HEAD - NAME - 44;

    private static final long SHOWN_BYTES = 100;

    private static final int FILE_EXISTS = 17;
    private static final int NAME_TOO_LONG = 36;

    private TraceFile() {
    }

    /** Keeps the name, or says that it is too long, as its beginning shows, and returns false. */
    static boolean name(long trace, long name, long bytes) {
        if (bytes > LONGEST_NAME) {
            Memory.copy(name, trace + NAME, SHOWN_BYTES);
            say(trace, NAME_TOO_LONG);
            return false;
        }
        Memory.copy(name, trace + NAME, bytes);
        Memory.putLong(trace + NAME_BYTES, bytes);
        return true;
    }

    /** Keeps the head with as much of the command line as there is room for. */
    static void command(long trace, long command, long bytes) {
        long kept = Math.min(bytes, LONGEST_COMMAND);
        Memory.putLong(trace + HEAD, MAGIC);
        Memory.putInt(trace + HEAD + 8, 0);
        Memory.putInt(trace + HEAD + 12, (int) kept);
        Memory.copy(command, trace + HEAD + HEAD_FIXED_BYTES, kept);
        Memory.putLong(trace + HEAD_BYTES, HEAD_FIXED_BYTES + kept);
    }

    /** Appends a chunk and makes the file first where there is none yet. Where it cannot, it says so, and the trace is over. */
    static void append(long trace, long address, long bytes) {
        if (Memory.getInt(trace + Trace.STATE) == Trace.WAITING) {
            int error = create(trace);
            if (error == 0) {
                error = Os.appendToFile(trace + NAME, trace + HEAD, Memory.getLong(trace + HEAD_BYTES));
            }
            settle(trace, error);
        }
        if (Memory.getInt(trace + Trace.STATE) == Trace.OPEN) {
            settle(trace, Os.appendToFile(trace + NAME, address, bytes));
        }
    }

    private static void settle(long trace, int error) {
        Memory.putIntRelease(trace + Trace.STATE, error == 0 ? Trace.OPEN : Trace.OVER);
        if (error != 0) {
            say(trace, error);
        }
    }

    /** The console's lock is taken inside of the trace's, also where the process forks. */
    private static void say(long trace, int error) {
        Lock.take(Globals.at(Globals.STATISTICS_LOCK));
        Console.traceFails(trace + NAME, error);
        Lock.leave(Globals.at(Globals.STATISTICS_LOCK));
    }

    private static int create(long trace) {
        long end = trace + NAME + Memory.getLong(trace + NAME_BYTES);
        Memory.putByte(end, (byte) 0);
        int error = Os.createFile(trace + NAME);
        if (error == FILE_EXISTS) {
            end = putNumber(end, Os.processId());
            error = Os.createFile(trace + NAME);
            for (long more = 1; error == FILE_EXISTS; more++) {
                putNumber(end, more);
                error = Os.createFile(trace + NAME);
            }
        }
        return error;
    }

    /** Puts a point and a number and the name's end; returns the place of the end. */
    private static long putNumber(long address, long number) {
        long power = 1;
        while (number / power >= 10) {
            power *= 10;
        }
        long at = address;
        Memory.putByte(at++, (byte) '.');
        for (; power != 0; power /= 10) {
            Memory.putByte(at++, (byte) ('0' + number / power % 10));
        }
        Memory.putByte(at, (byte) 0);
        return at;
    }
}
