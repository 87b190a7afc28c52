package io.hakozuna.hz3.netty;

import io.hakozuna.hz3.internal.Windows;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/**
 * A buffer as {@link ByteBuffer}s, and what channels are read and written with. Blocks of the arena are parts of {@link Windows} that all
 * buffers share; only a block that is a mapping of its own gets a view of its own at each call.
 *
 * <p>What does not change the buffer may be done by several threads at once, as Netty asks for: it uses no position or limit of a shared
 * buffer.
 */
abstract class NioByteBuf extends TransferByteBuf {
    /** The window that {@link #internal} was made of. It outlives the block: the next one is likely to lie in the same window. */
    private ByteBuffer internalWindow;
    /** A duplicate of the window, for the one thread at a time that reads or writes the buffer. */
    private ByteBuffer internal;

    /** The window that has the block, or null. */
    private ByteBuffer window() {
        return Windows.of(address, capacity);
    }

    private int inWindow(int index) {
        return Windows.offset(address) + index;
    }

    @Override
    public final int nioBufferCount() {
        return 1;
    }

    @Override
    public final ByteBuffer nioBuffer(int index, int length) {
        checkIndex(index, length);
        ByteBuffer window = window();
        return window == null ? Windows.view(address + index, length) : window.slice(inWindow(index), length);
    }

    @Override
    public final ByteBuffer[] nioBuffers(int index, int length) {
        return new ByteBuffer[] {nioBuffer(index, length)};
    }

    @Override
    public final ByteBuffer internalNioBuffer(int index, int length) {
        checkIndex(index, length);
        ByteBuffer window = window();
        if (window == null) {
            return Windows.view(address + index, length);
        }
        if (window != internalWindow) {
            internal = window.duplicate();
            internalWindow = window;
        }
        int begin = inWindow(index);
        return internal.limit(begin + length).position(begin);
    }

    @Override
    public final ByteBuf getBytes(int index, ByteBuffer dst) {
        int length = dst.remaining();
        checkIndex(index, length);
        ByteBuffer window = window();
        if (window == null) {
            dst.put(Windows.view(address + index, length));
        } else {
            dst.put(dst.position(), window, inWindow(index), length);
            dst.position(dst.limit());
        }
        return this;
    }

    @Override
    public final ByteBuf setBytes(int index, ByteBuffer src) {
        int length = src.remaining();
        checkIndex(index, length);
        ByteBuffer window = window();
        if (window == null) {
            Windows.view(address + index, length).put(src);
        } else {
            window.put(inWindow(index), src, src.position(), length);
            src.position(src.limit());
        }
        return this;
    }

    @Override
    public final int getBytes(int index, GatheringByteChannel out, int length) throws IOException {
        return out.write(nioBuffer(index, length));
    }

    @Override
    public final int getBytes(int index, FileChannel out, long position, int length) throws IOException {
        return out.write(nioBuffer(index, length), position);
    }

    @Override
    public final int readBytes(GatheringByteChannel out, int length) throws IOException {
        checkReadableBytes(length);
        int bytes = out.write(internalNioBuffer(readerIndex(), length));
        readerIndex(readerIndex() + bytes);
        return bytes;
    }

    @Override
    public final int readBytes(FileChannel out, long position, int length) throws IOException {
        checkReadableBytes(length);
        int bytes = out.write(internalNioBuffer(readerIndex(), length), position);
        readerIndex(readerIndex() + bytes);
        return bytes;
    }

    @Override
    public final int setBytes(int index, ScatteringByteChannel in, int length) throws IOException {
        try {
            return in.read(internalNioBuffer(index, length));
        } catch (ClosedChannelException e) {
            return -1;
        }
    }

    @Override
    public final int setBytes(int index, FileChannel in, long position, int length) throws IOException {
        try {
            return in.read(internalNioBuffer(index, length), position);
        } catch (ClosedChannelException e) {
            return -1;
        }
    }
}
