package io.hakozuna.hz3.sys;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** What the processor offers beyond arithmetic: the C compiler's builtins. */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
public final class Cpu {
    private Cpu() {
    }

    /** Says that the condition rarely holds, so that the code it guards stays out of the straight line. */
    @Import(name = "hz3_unlikely")
    public static native boolean unlikely(boolean condition);

    /**
     * The value itself, whose origin the compiler forgets. An address made of it is not taken for one made before, so both accesses use
     * the processor's indexed addressing and no instruction is spent on keeping the sum.
     */
    @Import(name = "hz3_opaque")
    public static native long opaque(long value);

    /** The value itself, of which the caller knows that it is from 0 to the mask, a power of two less one. */
    @Import(name = "hz3_within")
    public static native long within(long value, long mask);

    /** Tells the processor that this is a waiting loop. */
    @Import(name = "hz3_pause")
    public static native void pause();

    /** Asks for the cache line at the address; any address is allowed. */
    @Import(name = "hz3_prefetch")
    public static native void prefetch(long address);

    /** Leading zero bits; the value must not be 0. */
    @Import(name = "hz3_leading_zeros")
    public static native int leadingZeros(long value);

    /** Trailing zero bits; the value must not be 0. */
    @Import(name = "hz3_trailing_zeros")
    public static native int trailingZeros(long value);

    @Import(name = "hz3_reverse_bytes")
    public static native long reverseBytes(long value);

    @Import(name = "hz3_bit_count")
    public static native int bitCount(long value);
}
