package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In the long run allocating and releasing buffers makes no Java objects. */
class GarbageTest {
    private final Hz3ByteBufAllocator allocator = new Hz3ByteBufAllocator(true);
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    @BeforeEach
    void withoutGarbageOfTheDetector() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void allIsReleased() {
        ResourceLeakDetector.setLevel(level);
        assertEquals(0, allocator.metric().usedDirectMemory());
    }

    @Test
    void nothingIsLeftForTheGarbageCollector() {
        SplittableRandom random = new SplittableRandom(3);
        ByteBuf[] held = new ByteBuf[500];
        for (int round = 0; round < 2; round++) {
            long before = allocatedByThisThread();
            for (int i = 0; i < 200_000; i++) {
                int place = random.nextInt(held.length);
                if (held[place] == null) {
                    held[place] = allocator.directBuffer(1 + random.nextInt(2000));
                    held[place].internalNioBuffer(0, 1).put((byte) i);
                } else {
                    held[place].release();
                    held[place] = null;
                }
            }
            long bytes = allocatedByThisThread() - before;
            assertTrue(round == 0 || bytes < 100_000, "" + bytes);
        }
        release(held);
    }

    @Test
    void notEvenWhereAnotherThreadReleases() throws Exception {
        ByteBuf[] passed = new ByteBuf[800];
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            long before = 0;
            long beforeOfOther = 0;
            for (int round = 0; round < 400; round++) {
                if (round == 200) {
                    before = allocatedByThisThread();
                    beforeOfOther = other.submit(GarbageTest::allocatedByThisThread).get();
                }
                for (int i = 0; i < passed.length; i++) {
                    passed[i] = allocator.directBuffer(100);
                }
                other.submit(() -> release(passed)).get();
            }
            long bytes = allocatedByThisThread() - before;
            long bytesOfOther = other.submit(GarbageTest::allocatedByThisThread).get() - beforeOfOther;
            // A few hundred bytes a round for the task; 160,000 buffers went through.
            assertTrue(bytes + bytesOfOther < 600_000, bytes + " and " + bytesOfOther);
        }
    }

    private static void release(ByteBuf[] buffers) {
        for (int i = 0; i < buffers.length; i++) {
            if (buffers[i] != null) {
                buffers[i].release();
                buffers[i] = null;
            }
        }
    }

    private static long allocatedByThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
