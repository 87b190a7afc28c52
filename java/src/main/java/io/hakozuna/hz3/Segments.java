package io.hakozuna.hz3;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;

/** Blocks as segments and buffers, and back. */
final class Segments {
    static final SegmentAllocator UNZEROED = Hz3::allocateSegment;

    private Segments() {
    }

    static MemorySegment of(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    static long address(MemorySegment segment) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("a segment of the Java heap is no block of hz3: " + segment);
        }
        return segment.address();
    }

    static long address(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("a buffer of the Java heap is no block of hz3: " + buffer);
        }
        // A segment of a buffer begins at the buffer's position.
        return MemorySegment.ofBuffer(buffer).address() - buffer.position();
    }
}
