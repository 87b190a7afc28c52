package io.hakozuna.hz3.lwjgl;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Collections;

/** The allocator as functions of C, by address. Made when first asked for, since a program may use no library that allocates. */
final class NativeFunctions {
    private static final Hz3MemoryAllocator ALLOCATOR = new Hz3MemoryAllocator();

    static final long MALLOC = allocating("malloc", 1);
    static final long CALLOC = allocating("calloc", 2);
    static final long REALLOC = allocating("realloc", 2);
    static final long FREE = function("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
    static final long ALIGNED_ALLOC = allocating("aligned_alloc", 2);

    private NativeFunctions() {
    }

    /** A function of so many longs, which is what sizes and addresses are, that returns an address. */
    private static long allocating(String name, int arguments) {
        ValueLayout.OfLong[] layouts = Collections.nCopies(arguments, ValueLayout.JAVA_LONG).toArray(ValueLayout.OfLong[]::new);
        return function(name, FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts));
    }

    private static long function(String name, FunctionDescriptor descriptor) {
        try {
            MethodHandle method = MethodHandles.lookup().findVirtual(Hz3MemoryAllocator.class, name, descriptor.toMethodType());
            return Linker.nativeLinker().upcallStub(method.bindTo(ALLOCATOR), descriptor, Arena.global()).address();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
