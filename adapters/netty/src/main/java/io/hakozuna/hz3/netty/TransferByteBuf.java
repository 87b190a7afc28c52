package io.hakozuna.hz3.netty;

import io.hakozuna.hz3.internal.Bytes;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What many bytes are moved with between a buffer and arrays, other buffers and streams. */
abstract class TransferByteBuf extends AddressByteBuf {
    /** Streams know arrays only, so bytes to or from them pass through one of at most this size. */
    private static final int MOST_ON_HEAP = 16 << 10;

    @Override
    public final ByteBuf getBytes(int index, byte[] dst, int dstIndex, int length) {
        checkDstIndex(index, length, dstIndex, dst.length);
        Bytes.get(address + index, dst, dstIndex, length);
        return this;
    }

    @Override
    public final ByteBuf setBytes(int index, byte[] src, int srcIndex, int length) {
        checkSrcIndex(index, length, srcIndex, src.length);
        Bytes.put(address + index, src, srcIndex, length);
        return this;
    }

    @Override
    public final ByteBuf getBytes(int index, ByteBuf dst, int dstIndex, int length) {
        checkDstIndex(index, length, dstIndex, dst.capacity());
        if (dst.hasMemoryAddress() && !dst.isReadOnly()) {
            Bytes.copy(address + index, dst.memoryAddress() + dstIndex, length);
        } else if (dst.hasArray()) {
            Bytes.get(address + index, dst.array(), dst.arrayOffset() + dstIndex, length);
        } else {
            dst.setBytes(dstIndex, this, index, length);
        }
        return this;
    }

    @Override
    public final ByteBuf setBytes(int index, ByteBuf src, int srcIndex, int length) {
        checkSrcIndex(index, length, srcIndex, src.capacity());
        if (src.hasMemoryAddress()) {
            Bytes.copy(src.memoryAddress() + srcIndex, address + index, length);
        } else if (src.hasArray()) {
            Bytes.put(address + index, src.array(), src.arrayOffset() + srcIndex, length);
        } else {
            src.getBytes(srcIndex, this, index, length);
        }
        return this;
    }

    @Override
    public final ByteBuf setZero(int index, int length) {
        if (length != 0) {
            checkIndex(index, length);
            Bytes.zero(address + index, length);
        }
        return this;
    }

    @Override
    public final ByteBuf writeZero(int length) {
        ensureWritable(length);
        setZero(writerIndex(), length);
        writerIndex(writerIndex() + length);
        return this;
    }

    @Override
    public final ByteBuf copy(int index, int length) {
        checkIndex(index, length);
        return alloc().directBuffer(length, maxCapacity()).writeBytes(this, index, length);
    }

    @Override
    public final ByteBuf getBytes(int index, OutputStream out, int length) throws IOException {
        checkIndex(index, length);
        byte[] part = new byte[Math.min(length, MOST_ON_HEAP)];
        int done = 0;
        while (done < length) {
            int bytes = Math.min(length - done, part.length);
            Bytes.get(address + index + done, part, 0, bytes);
            out.write(part, 0, bytes);
            done += bytes;
        }
        return this;
    }

    @Override
    public final int setBytes(int index, InputStream in, int length) throws IOException {
        checkIndex(index, length);
        byte[] part = new byte[Math.min(length, MOST_ON_HEAP)];
        int done = in.read(part, 0, part.length);
        int bytes = done;
        while (true) {
            if (bytes <= 0) {
                return done;
            }
            Bytes.put(address + index + done - bytes, part, 0, bytes);
            // What was read must not wait for more, so only what is there already is read as well.
            if (done == length || in.available() == 0) {
                return done;
            }
            bytes = in.read(part, 0, Math.min(length - done, part.length));
            done += Math.max(bytes, 0);
        }
    }
}
