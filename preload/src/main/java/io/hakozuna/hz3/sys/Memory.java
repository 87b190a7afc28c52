package io.hakozuna.hz3.sys;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Raw memory access by address. A name without an ordering is a plain access: no other thread may race with it. {@code Opaque} is a
 * relaxed atomic access, {@code Acquire} and {@code Release} are those of C11. Addresses are aligned to the size of the access and
 * are not checked.
 */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
public final class Memory {
    private Memory() {
    }

    @Import(name = "hz3_get_long")
    public static native long getLong(long address);

    @Import(name = "hz3_put_long")
    public static native void putLong(long address, long value);

    @Import(name = "hz3_get_int")
    public static native int getInt(long address);

    @Import(name = "hz3_put_int")
    public static native void putInt(long address, int value);

    @Import(name = "hz3_put_byte")
    public static native void putByte(long address, byte value);

    @Import(name = "hz3_get_byte")
    public static native byte getByte(long address);

    @Import(name = "hz3_get_long_opaque")
    public static native long getLongOpaque(long address);

    @Import(name = "hz3_get_int_opaque")
    public static native int getIntOpaque(long address);

    /** An int as a long from 0 to 2^32 - 1. */
    @Import(name = "hz3_get_unsigned_int_opaque")
    public static native long getUnsignedIntOpaque(long address);

    @Import(name = "hz3_put_int_opaque")
    public static native void putIntOpaque(long address, int value);

    @Import(name = "hz3_put_long_opaque")
    public static native void putLongOpaque(long address, long value);

    @Import(name = "hz3_get_int_acquire")
    public static native int getIntAcquire(long address);

    @Import(name = "hz3_get_long_acquire")
    public static native long getLongAcquire(long address);

    @Import(name = "hz3_put_long_release")
    public static native void putLongRelease(long address, long value);

    @Import(name = "hz3_put_int_release")
    public static native void putIntRelease(long address, int value);

    /** Volatile accesses take part in one order that all threads agree on (sequential consistency). */
    @Import(name = "hz3_get_long_volatile")
    public static native long getLongVolatile(long address);

    @Import(name = "hz3_get_int_volatile")
    public static native int getIntVolatile(long address);

    @Import(name = "hz3_put_int_volatile")
    public static native void putIntVolatile(long address, int value);

    @Import(name = "hz3_compare_and_set_long_volatile")
    public static native boolean compareAndSetLongVolatile(long address, long expected, long value);

    /** Returns the value before. */
    @Import(name = "hz3_get_and_add_long_volatile")
    public static native long getAndAddLongVolatile(long address, long delta);

    /** Compare and set with the ordering of an acquire. */
    @Import(name = "hz3_compare_and_set_int_acquire")
    public static native boolean compareAndSetIntAcquire(long address, int expected, int value);

    @Import(name = "hz3_get_and_set_long_acquire")
    public static native long getAndSetLongAcquire(long address, long value);

    @Import(name = "hz3_get_and_set_int_acquire")
    public static native int getAndSetIntAcquire(long address, int value);

    @Import(name = "hz3_get_and_set_int_release")
    public static native int getAndSetIntRelease(long address, int value);

    /** Returns the value before. */
    @Import(name = "hz3_get_and_set_byte_volatile")
    public static native byte getAndSetByteVolatile(long address, byte value);

    /** Copies bytes between ranges that do not overlap. */
    @Import(name = "hz3_copy")
    public static native void copy(long source, long target, long bytes);

    @Import(name = "hz3_zero")
    public static native void zero(long address, long bytes);

    /** So many bytes, with old contents, that live as long as the call of the method that asks for them. */
    @Import(name = "hz3_on_stack")
    public static native long onStack(int bytes);
}
