package io.hakozuna.jmh.rival;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** The C library's malloc without the transition of the thread's state: the JVM cannot stop the thread meanwhile. */
final class CriticalMallocRaw implements RawRival {
    private static final MethodHandle MALLOC = Downcalls.malloc(Linker.Option.critical(false));
    private static final MethodHandle FREE = Downcalls.free(Linker.Option.critical(false));

    @Override
    public long allocate(int size) {
        long address;
        try {
            address = (long) MALLOC.invokeExact((long) size);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
        if (address == 0) {
            throw new OutOfMemoryError("malloc of " + size + " bytes");
        }
        Touch.at(address, size);
        return address;
    }

    @Override
    public void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }
}
