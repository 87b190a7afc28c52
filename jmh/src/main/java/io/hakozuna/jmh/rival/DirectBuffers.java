package io.hakozuna.jmh.rival;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct buffers of the JDK, which the garbage collector frees. */
final class DirectBuffers implements BlockRival {
    @Override
    public Object allocate(int size) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        Touch.buffer(buffer, size);
        return buffer;
    }

    @Override
    public void free(Object block) {
        // They have no end of their own.
    }
}
