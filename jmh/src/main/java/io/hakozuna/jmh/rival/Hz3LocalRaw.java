package io.hakozuna.jmh.rival;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.LocalAllocator;

/** The allocator of the thread that makes it. */
final class Hz3LocalRaw implements RawRival {
    private final LocalAllocator local = Hz3.local();

    @Override
    public long allocate(int size) {
        long address = local.allocate(size);
        Touch.at(address, size);
        return address;
    }

    @Override
    public void free(long address) {
        local.free(address);
    }
}
