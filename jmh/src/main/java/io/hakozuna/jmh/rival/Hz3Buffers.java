package io.hakozuna.jmh.rival;

import io.hakozuna.hz3.Hz3;
import java.nio.ByteBuffer;

final class Hz3Buffers implements BlockRival {
    @Override
    public Object allocate(int size) {
        ByteBuffer buffer = Hz3.allocateBuffer(size);
        Touch.buffer(buffer, size);
        return buffer;
    }

    @Override
    public void free(Object block) {
        Hz3.free((ByteBuffer) block);
    }
}
