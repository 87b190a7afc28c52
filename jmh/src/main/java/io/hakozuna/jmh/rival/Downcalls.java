package io.hakozuna.jmh.rival;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The C library's functions with addresses as numbers, so that a call makes no object. */
final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();

    private Downcalls() {
    }

    static MethodHandle malloc(Linker.Option... options) {
        return of("malloc", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG), options);
    }

    static MethodHandle free(Linker.Option... options) {
        return of("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), options);
    }

    private static MethodHandle of(String function, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(function), type, options);
    }

    /** What the compiler requires to be caught around a method handle. */
    static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall failed", thrown);
    }
}
