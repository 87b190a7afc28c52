package io.hakozuna.hz3.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;

/** The same for buffers that are used with the other byte order. */
class LittleEndianConformanceTest extends ConformanceTest {
    @Override
    @SuppressWarnings("deprecation")
    protected ByteBuf newBuffer(int capacity, int maxCapacity) {
        return super.newBuffer(capacity, maxCapacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
