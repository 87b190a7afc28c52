package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A secret word behind each object of a span ({@code HZ3_CANARIES}): its last eight bytes, which are not the program's. It is written at
 * malloc and compared at free, so that an overflow stops the process no later than at the block's own free. Runs and mappings have none.
 *
 * <p>The word is {@code secret ^ address}, with an odd secret: another one for each object, and its first byte is never 0, so that a
 * string's end that is written one byte too far is seen.
 */
@StaticInit
@Unmanaged
final class Canary {
    private static final long BYTES = 8;

    private Canary() {
    }

    static boolean isOn() {
        return Knobs.canaries() != 0;
    }

    /** What a block of a span takes beyond its size. */
    static long bytes() {
        return isOn() ? BYTES : 0;
    }

    /** What of an object of the bin is the program's. */
    static long usableSize(int bin) {
        return SizeClasses.sizeOf(bin) - (bin < SizeClasses.BINS ? bytes() : 0);
    }

    /** The object goes to the program. */
    static void set(long object, long bin) {
        if (isOn()) {
            if (Cpu.unlikely(bin > SizeClasses.LINEAR_BINS)) {
                setStepped(object, (int) bin);
            } else {
                write(object, bin << 4);
            }
        }
    }

    private static void setStepped(long object, int bin) {
        if (bin < SizeClasses.BINS) {
            write(object, SizeClasses.sizeOf(bin));
        }
    }

    private static void write(long object, long size) {
        Memory.putLong(place(object, size), word(object));
    }

    /** The program frees the object. Runs have the bins past those of spans, or 0. */
    static void check(long object, long bin) {
        if (isOn()) {
            if (Cpu.unlikely(Long.compareUnsigned(bin - 1, SizeClasses.LINEAR_BINS - 1) > 0)) {
                checkStepped(object, (int) bin);
            } else {
                compare(object, bin << 4);
            }
        }
    }

    private static void checkStepped(long object, int bin) {
        if (bin != 0 && bin < SizeClasses.BINS) {
            compare(object, SizeClasses.sizeOf(bin));
        }
    }

    private static void compare(long object, long size) {
        if (Cpu.unlikely(Memory.getLong(place(object, size)) != word(object))) {
            fail(object);
        }
    }

    private static long place(long object, long size) {
        return object + size - BYTES;
    }

    private static long word(long object) {
        return Memory.getLong(Globals.at(Globals.CANARY_SECRET)) ^ object;
    }

    private static void fail(long object) {
        long page = Arena.pageOf(object);
        Console.corrupt(Text.OBJECTS, Text.OBJECT_WAS_WRITTEN_PAST_ITS_END, ObjectStates.ownerOf(page), ObjectStates.sizeOf(page), object);
    }

    /** Before the first object. */
    static void open() {
        if (isOn()) {
            Memory.putLong(Globals.at(Globals.CANARY_SECRET), Os.secret() | 1);
        }
    }
}
