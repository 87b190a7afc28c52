package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Netty's leak detection sees our buffers. */
class LeakDetectionTest {
    private final Hz3ByteBufAllocator allocator = new Hz3ByteBufAllocator(true);
    private final Leaks leaks = new Leaks();

    @AfterEach
    void stop() {
        leaks.close();
    }

    @Test
    void aBufferThatIsNotReleasedIsReported() throws InterruptedException {
        // Such that were used before as well: their objects must not be held by what keeps idle ones.
        useAll(allocate(300));
        List<ByteBuf> lost = allocate(300);
        assertEquals(300 * 100, allocator.metric().usedDirectMemory());
        lost.forEach(ByteBuf::touch);
        lost = null;
        List<String> reports = leaks.reports(allocator);
        assertTrue(reports.stream().anyMatch(report -> report.startsWith("LEAK: ")), reports.toString());
    }

    @Test
    void oneThatIsReleasedIsNot() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            useAll(allocate(300));
        }
        assertEquals(List.of(), leaks.reports(allocator));
    }

    private List<ByteBuf> allocate(int buffers) {
        return IntStream.range(0, buffers).mapToObj(i -> allocator.directBuffer(100)).toList();
    }

    private static void useAll(List<ByteBuf> buffers) {
        for (ByteBuf buffer : buffers) {
            ByteBuf slice = buffer.writeLong(1).retainedSlice();
            buffer.release();
            slice.release();
        }
    }
}
