package io.hakozuna.hz3.lwjgl;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;

/** Calls functions of C by address, as a native library would. */
final class Native {
    private Native() {
    }

    static long call(long function, long... arguments) {
        ValueLayout.OfLong[] layouts = Collections.nCopies(arguments.length, ValueLayout.JAVA_LONG).toArray(ValueLayout.OfLong[]::new);
        try {
            return (long) Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(function),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts)).asSpreader(long[].class, arguments.length).invoke(arguments);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static void callVoid(long function, long argument) {
        try {
            Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(function), FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG))
                .invoke(argument);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static long find(String name) {
        return Linker.nativeLinker().defaultLookup().findOrThrow(name).address();
    }

    static MemorySegment bytes(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }
}
