package io.hakozuna.hz3.bench.macro;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A connection to a server's unix socket for a protocol of lines and counted bytes. Requests gather until they are flushed. */
final class TextConnection implements AutoCloseable {
    private static final int BUFFER = 1 << 18;

    private final SocketChannel channel;
    private final OutputStream out;
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();

    TextConnection(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** The next line without its end. */
    String readLine() throws IOException {
        line.setLength(0);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.append((char) c);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }

    /** Reads bytes and leaves them. */
    void skip(int length) throws IOException {
        in.skipNBytes(length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
