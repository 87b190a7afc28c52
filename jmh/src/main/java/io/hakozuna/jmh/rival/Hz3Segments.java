package io.hakozuna.jmh.rival;

import io.hakozuna.hz3.Hz3;
import java.lang.foreign.MemorySegment;

final class Hz3Segments implements BlockRival {
    @Override
    public Object allocate(int size) {
        MemorySegment segment = Hz3.allocateSegment(size);
        Touch.segment(segment, size);
        return segment;
    }

    @Override
    public void free(Object block) {
        Hz3.free((MemorySegment) block);
    }
}
