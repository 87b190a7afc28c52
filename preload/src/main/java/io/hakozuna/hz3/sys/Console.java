package io.hakozuna.hz3.sys;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Writes lines without allocating. The core has no strings: a text is the number of a constant of {@code io.hakozuna.hz3.core.Text},
 * and what is printed is that constant's name in lower case, from a table that the build makes of that class.
 */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
public final class Console {
    private Console() {
    }

    /** Begins the statistics, which go to where and in the form that the environment says. */
    @Import(name = "hz3_console_begin")
    public static native void begin();

    /** Ends the statistics. */
    @Import(name = "hz3_console_finish")
    public static native void finish();

    /** Begins a line of statistics: {@code [HZ3_<BOX>]}. */
    @Import(name = "hz3_console_box")
    public static native void box(int text);

    /** Adds {@code key=value}. */
    @Import(name = "hz3_console_pair")
    public static native void pair(int text, long value);

    /** Adds {@code number=value}. */
    @Import(name = "hz3_console_pair_of")
    public static native void pairOf(long number, long value);

    /** Ends the line and writes it. */
    @Import(name = "hz3_console_end")
    public static native void end();

    /** Writes one line: that the trace cannot be written to the file of this name, which ends with a zero byte, and why, an errno. */
    @Import(name = "hz3_console_trace_fails")
    public static native void traceFails(long name, int error);

    /** Says what is wrong with an address and stops: a corrupted heap must not run on. */
    @Import(name = "hz3_console_fatal")
    public static native void fatal(int text, long address);

    /** Says which box found what wrong with a list, for which owner and which class, by its size, at which address, and stops. */
    @Import(name = "hz3_console_corrupt")
    public static native void corrupt(int box, int text, long owner, long size, long address);
}
