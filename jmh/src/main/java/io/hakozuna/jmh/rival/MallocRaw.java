package io.hakozuna.jmh.rival;

import java.lang.invoke.MethodHandle;

/** The C library's malloc by a downcall as it is by default. */
final class MallocRaw implements RawRival {
    private static final MethodHandle MALLOC = Downcalls.malloc();
    private static final MethodHandle FREE = Downcalls.free();

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
