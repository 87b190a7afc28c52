package io.hakozuna.hz3.preload;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** Arithmetic that only the C compiler has. */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
final class Native {
    private Native() {
    }

    /** The product of two unsigned numbers, or -1 if it is 2^63 or more. */
    @Import(name = "hz3_multiply")
    static native long multiply(long first, long second);
}
