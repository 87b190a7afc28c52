package io.hakozuna.user;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes at an address, as native code that knows no bounds writes them. */
final class Raw {
    private Raw() {
    }

    static void put(long address, long offset, int value) {
        MemorySegment.ofAddress(address + offset).reinterpret(1).set(ValueLayout.JAVA_BYTE, 0, (byte) value);
    }

    static int get(long address, long offset) {
        return MemorySegment.ofAddress(address + offset).reinterpret(1).get(ValueLayout.JAVA_BYTE, 0) & 0xff;
    }
}
