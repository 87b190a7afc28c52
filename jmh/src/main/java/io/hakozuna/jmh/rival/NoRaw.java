package io.hakozuna.jmh.rival;

import java.lang.foreign.Arena;

/** Always the same block: what a benchmark costs beside the allocator. */
final class NoRaw implements RawRival {
    private static final long BLOCK = Arena.global().allocate(1 << 20).address();

    @Override
    public long allocate(int size) {
        Touch.at(BLOCK, size);
        return BLOCK;
    }

    @Override
    public void free(long address) {
        // It stays.
    }
}
