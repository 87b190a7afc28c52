package io.hakozuna.jmh.rival;

import io.hakozuna.hz3.Hz3;

final class Hz3Raw implements RawRival {
    @Override
    public long allocate(int size) {
        long address = Hz3.allocate(size);
        Touch.at(address, size);
        return address;
    }

    @Override
    public void free(long address) {
        Hz3.free(address);
    }
}
