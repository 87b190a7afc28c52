package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Buffers of many threads, and those that go from one to another. */
class ThreadsTest {
    private final Hz3ByteBufAllocator allocator = new Hz3ByteBufAllocator(true);

    @AfterEach
    void allIsReleased() {
        assertEquals(0, allocator.metric().usedDirectMemory());
    }

    @Test
    void otherThreadsRelease() throws Exception {
        BlockingQueue<ByteBuf> sent = new ArrayBlockingQueue<>(1000);
        int buffers = 50_000;
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            long seed = thread;
            tasks.add(() -> {
                SplittableRandom random = new SplittableRandom(seed);
                for (int i = 0; i < buffers; i++) {
                    ByteBuf buffer = allocator.directBuffer(16 + random.nextInt(3000));
                    // Where the others have failed nobody takes any more.
                    assertTrue(sent.offer(buffer.setLong(buffer.capacity() - 8, i).writeLong(i), 1, TimeUnit.MINUTES));
                }
                return null;
            });
            tasks.add(() -> {
                for (int i = 0; i < buffers; i++) {
                    ByteBuf buffer = sent.poll(1, TimeUnit.MINUTES);
                    assertEquals(buffer.readLong(), buffer.getLong(buffer.capacity() - 8));
                    assertTrue(buffer.release());
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    @Test
    void aHundredThousandVirtualThreads() throws Exception {
        BlockingQueue<ByteBuf> left = new ArrayBlockingQueue<>(64);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    ByteBuf mine = allocator.directBuffer(16 + number % 500).writeLong(number);
                    ByteBuf other = left.poll();
                    if (other != null) {
                        assertEquals(other.readLong() * 3, other.readLong());
                        other.release();
                    }
                    Thread.yield();
                    assertEquals(number, mine.getLong(0));
                    mine.ensureWritable(1000).writeLong(number * 3L);
                    if (!left.offer(mine)) {
                        mine.release();
                    }
                    return null;
                }));
            }
            for (Future<Void> done : all) {
                done.get();
            }
        }
        left.forEach(ByteBuf::release);
    }

    @Test
    void endedThreadsLeaveTheirCountAndTheirPlace() throws InterruptedException {
        List<ByteBuf> held = new ArrayList<>();
        // More threads than there are places, one at a time.
        for (int i = 0; i < 3000; i++) {
            Thread thread = new Thread(() -> held.add(allocator.directBuffer(100)));
            thread.start();
            thread.join();
        }
        assertEquals(300_000, allocator.metric().usedDirectMemory());
        held.forEach(ByteBuf::release);
        assertEquals(0, allocator.metric().usedDirectMemory());
    }
}
