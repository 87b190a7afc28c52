package io.hakozuna.hz3.netty;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operations that move many bytes. */
final class Transfers {
    private Transfers() {
    }

    static List<Operations.Operation> all() {
        List<Operations.Operation> all = new ArrayList<>();
        arrays(all);
        buffers(all);
        nioBuffers(all);
        streams(all);
        channels(all);
        return all;
    }

    private static void arrays(List<Operations.Operation> all) {
        all.add((b, d) -> {
            byte[] bytes = new byte[d.length() + 5];
            b.getBytes(d.index(bytes.length - 5), bytes, 2, bytes.length - 5);
            return bytes;
        });
        all.add((b, d) -> {
            byte[] bytes = d.bytes(d.length() + 5);
            return b.setBytes(d.index(bytes.length - 5), bytes, 3, bytes.length - 5).writerIndex();
        });
        all.add((b, d) -> {
            byte[] bytes = new byte[d.below(200)];
            b.readBytes(bytes);
            return bytes;
        });
        all.add((b, d) -> b.writeBytes(d.bytes(d.below(200))).writerIndex());
        all.add((b, d) -> b.setBytes(d.index(5), d.bytes(5), 3, 4));
    }

    private static void buffers(List<Operations.Operation> all) {
        all.add((b, d) -> {
            int length = d.length();
            ByteBuf other = d.buffer(new byte[length]);
            try {
                b.getBytes(d.index(length), other, other.readerIndex(), length);
                return contents(other);
            } finally {
                other.release();
            }
        });
        all.add((b, d) -> {
            int length = d.length();
            ByteBuf other = d.buffer(d.bytes(length));
            try {
                return b.setBytes(d.index(length), other, other.readerIndex(), length).writerIndex();
            } finally {
                other.release();
            }
        });
        all.add((b, d) -> {
            ByteBuf other = d.buffer(d.bytes(d.below(200)));
            try {
                return b.writeBytes(other).writerIndex() + " " + other.readableBytes();
            } finally {
                other.release();
            }
        });
        all.add((b, d) -> {
            ByteBuf read = b.readBytes(d.below(200));
            byte[] contents = contents(read);
            read.release();
            return contents;
        });
        all.add((b, d) -> {
            int length = d.length();
            ByteBuf other = d.buffer(new byte[length]);
            try {
                return b.getBytes(d.index(length), other.asReadOnly(), other.readerIndex(), length);
            } finally {
                other.release();
            }
        });
        // To itself: the ranges may overlap.
        all.add((b, d) -> {
            int length = d.length();
            return b.setBytes(d.index(length), b, d.index(length), length).writerIndex();
        });
        all.add((b, d) -> {
            int length = d.length();
            return b.getBytes(d.index(length), b, d.index(length), length).writerIndex();
        });
    }

    private static void nioBuffers(List<Operations.Operation> all) {
        all.add((b, d) -> {
            ByteBuffer other = d.nio(new byte[d.length()]);
            b.getBytes(d.index(other.remaining()), other);
            return contents(other.flip());
        });
        all.add((b, d) -> {
            ByteBuffer other = d.nio(d.bytes(d.length()));
            return b.setBytes(d.index(other.remaining()), other).writerIndex() + " " + other.remaining();
        });
        all.add((b, d) -> b.getBytes(d.index(4), d.nio(new byte[4]).asReadOnlyBuffer()));
        all.add((b, d) -> {
            int length = d.length();
            ByteBuffer view = b.nioBuffer(d.index(length), length);
            view.put(0, d.bytes(length));
            return view.order() + " " + view.capacity() + b.nioBufferCount();
        });
        all.add((b, d) -> {
            int length = d.length();
            ByteBuffer view = b.internalNioBuffer(d.index(length), length);
            byte[] contents = contents(view);
            view.put(d.bytes(length));
            return contents;
        });
        all.add((b, d) -> {
            int length = d.length();
            ByteBuffer[] views = b.nioBuffers(d.index(length), length);
            return contents(views[0]);
        });
        // From itself.
        all.add((b, d) -> {
            int length = d.length();
            return b.setBytes(d.index(length), b.internalNioBuffer(d.index(length), length)).writerIndex();
        });
    }

    private static void streams(List<Operations.Operation> all) {
        all.add((b, d) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int length = d.length();
            b.getBytes(d.index(length), out, length);
            return out.toByteArray();
        });
        all.add((b, d) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            b.readBytes(out, d.below(200));
            return out.toByteArray();
        });
        all.add((b, d) -> {
            int length = d.length();
            return b.setBytes(d.index(length), new ByteArrayInputStream(d.bytes(d.length())), length);
        });
        all.add((b, d) -> b.writeBytes(new ByteArrayInputStream(d.bytes(d.below(200))), d.below(200)));
    }

    private static void channels(List<Operations.Operation> all) {
        all.add((b, d) -> {
            Path file = Files.createTempFile("hz3", ".bytes");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                int length = d.length();
                int bytes = b.getBytes(d.index(length), channel, 3, length);
                int read = d.coin() ? b.readBytes(channel, 100, d.below(50)) : b.readBytes(channel, d.below(50));
                int set = b.setBytes(d.index(length), channel, d.below(10), length);
                int back = b.setBytes(d.index(length), channel.position(0), length);
                int written = b.writeBytes(channel.position(1), d.below(50));
                return Arrays.asList(bytes, read, set, back, written, Files.size(file));
            } finally {
                Files.delete(file);
            }
        });
        all.add((b, d) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int length = d.length();
            // Not a channel that gathers: by the stream that the channel is made of.
            Channels.newChannel(out).write(b.nioBuffer(d.index(length), length));
            return out.toByteArray();
        });
        all.add((b, d) -> {
            FileChannel closed = FileChannel.open(Path.of("/dev/zero"));
            closed.close();
            return b.setBytes(d.index(8), closed, 8) + " " + b.setBytes(d.index(8), closed, 0, 8);
        });
    }

    private static byte[] contents(ByteBuf buffer) {
        byte[] contents = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), contents);
        return contents;
    }

    private static byte[] contents(ByteBuffer buffer) {
        byte[] contents = new byte[buffer.remaining()];
        buffer.duplicate().get(contents);
        return contents;
    }
}
