package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Traces for tests: begins one, records in threads that end properly, and reads the file as {@link Trace} describes it. */
final class TraceFiles {
    private static final int HEAD = 8;
    private static final int LONG_SKIP = 31;

    private TraceFiles() {
    }

    /** One record, or with thread -1 the end. */
    record Event(int thread, long number, int operation, long address, long size, int alignmentShift) {
    }

    static void begin(Path file, String command) {
        byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
        byte[] words = command.getBytes(StandardCharsets.UTF_8);
        Trace.begin(put(name), name.length, put(words), words.length);
    }

    private static long put(byte[] bytes) {
        long address = Os.map(1 << 16);
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(address + i, bytes[i]);
        }
        return address;
    }

    /** Runs a thread to its end, and tells the trace of it. */
    static void inThread(Runnable body) throws InterruptedException {
        TestThreads.run(1, index -> {
            body.run();
            end();
        });
    }

    /** What the exit callback of a thread does. */
    static void end() {
        Lifecycle.threadExit();
        Trace.threadExit();
    }

    static String command(Path file) throws IOException {
        ByteBuffer bytes = bytes(file);
        bytes.position(HEAD);
        if (bytes.getInt() != 0) {
            throw new AssertionError("the first chunk is not the command line");
        }
        byte[] words = new byte[bytes.getInt()];
        bytes.get(words);
        return new String(words, StandardCharsets.UTF_8);
    }

    /** Every record in the order of the file. */
    static List<Event> events(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        ByteBuffer bytes = bytes(file);
        bytes.position(HEAD);
        while (bytes.hasRemaining()) {
            int thread = bytes.getInt();
            int length = bytes.getInt();
            ByteBuffer chunk = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(bytes.position() + length);
            if (thread == -1) {
                events.add(new Event(-1, chunk.getLong(), 0, 0, 0, 0));
            } else if (thread != 0) {
                addRecords(thread, chunk, events);
            }
        }
        return events;
    }

    private static void addRecords(int thread, ByteBuffer chunk, List<Event> events) {
        long number = -1;
        long address = 0;
        while (chunk.hasRemaining()) {
            int first = chunk.get() & 0xff;
            int operation = first & 7;
            long skipped = first >>> 3;
            number += 1 + (skipped == LONG_SKIP ? LONG_SKIP + varint(chunk) : skipped);
            if (operation != Trace.THREAD_END) {
                long zigzag = varint(chunk);
                address += (zigzag >>> 1 ^ -(zigzag & 1)) << 4;
            }
            long size = operation <= Trace.REALLOC ? varint(chunk) : 0;
            int shift = operation == Trace.ALIGNED ? chunk.get() : 0;
            events.add(new Event(thread, number, operation, operation == Trace.THREAD_END ? 0 : address, size, shift));
        }
    }

    private static long varint(ByteBuffer chunk) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte part = chunk.get();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[HEAD];
        bytes.get(magic);
        if (!new String(magic, StandardCharsets.ISO_8859_1).equals("hz3trac\001")) {
            throw new AssertionError("no trace of version 1");
        }
        return bytes;
    }
}
