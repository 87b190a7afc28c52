package io.hakozuna.hz3.agrona;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hakozuna.hz3.Hz3;
import java.util.concurrent.FutureTask;
import org.agrona.BitUtil;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ThreadsTest {
    private static final int MESSAGES = 100_000;

    @Test
    void anotherThreadFreesWhatOneAllocates() throws Exception {
        long before = Hz3.memoryUse().inUse();
        OneToOneConcurrentArrayQueue<UnsafeBuffer> queue = new OneToOneConcurrentArrayQueue<>(64);
        FutureTask<Long> receive = new FutureTask<>(() -> {
            long sum = 0;
            for (int i = 0; i < MESSAGES; i++) {
                UnsafeBuffer buffer = queue.poll();
                while (buffer == null) {
                    Thread.yield();
                    buffer = queue.poll();
                }
                sum += buffer.getInt(0) + buffer.getInt(buffer.capacity() - Integer.BYTES);
                Hz3Buffers.free(buffer);
            }
            return sum;
        });
        Thread receiver = Thread.ofPlatform().start(receive);
        long sum = 0;
        for (int i = 0; i < MESSAGES; i++) {
            UnsafeBuffer buffer = Hz3Buffers.allocate(8 + i % 3000);
            buffer.putInt(0, i);
            buffer.putInt(buffer.capacity() - Integer.BYTES, -2 * i);
            sum += buffer.getInt(0) + buffer.getInt(buffer.capacity() - Integer.BYTES);
            while (!queue.offer(buffer)) {
                Thread.yield();
            }
        }
        assertEquals(sum, receive.get());
        receiver.join();
        // What the other had cached counts as in use until somebody takes the heap that it left.
        Hz3.trim();
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void aRingPassesMessagesFromOneToTheOther() throws Exception {
        long before = Hz3.memoryUse().inUse();
        UnsafeBuffer memory = Hz3Buffers.allocateZeroed((64 << 10) + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH);
        RingBuffer ring = new OneToOneRingBuffer(memory);
        FutureTask<Long> receive = new FutureTask<>(() -> {
            long[] received = new long[2];
            while (received[0] < MESSAGES) {
                int read = ring.read((type, buffer, index, length) -> {
                    assertEquals(received[0], buffer.getInt(index));
                    assertEquals(4 + received[0] % 100, length);
                    assertEquals(1 + received[0] % 7, type);
                    received[0]++;
                    received[1] += buffer.getByte(index + length - 1);
                });
                if (read == 0) {
                    Thread.yield();
                }
            }
            return received[1];
        });
        Thread receiver = Thread.ofPlatform().start(receive);
        UnsafeBuffer message = Hz3Buffers.allocate(104);
        long sum = 0;
        for (int i = 0; i < MESSAGES && receiver.isAlive(); i++) {
            int length = 4 + i % 100;
            message.putByte(length - 1, (byte) i);
            message.putInt(0, i);
            sum += message.getByte(length - 1);
            while (!ring.write(1 + i % 7, message, 0, length) && receiver.isAlive()) {
                Thread.yield();
            }
        }
        assertEquals(sum, receive.get());
        receiver.join();
        assertEquals(0, ring.size());
        Hz3Buffers.free(message);
        Hz3Buffers.free(memory);
        assertEquals(before, Hz3.memoryUse().inUse());
    }
}
