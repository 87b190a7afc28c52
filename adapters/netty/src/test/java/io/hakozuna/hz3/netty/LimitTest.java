package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens at the limit of memory, in a process whose limit is 64 MiB. */
class LimitTest {
    private static final int MIB = 1 << 20;

    private final Hz3ByteBufAllocator allocator = new Hz3ByteBufAllocator(true);

    @BeforeAll
    static void thereIsALimit() {
        assertEquals("64M", System.getProperty("hz3.mem.limit"), "without it these tests would take the machine's memory");
    }

    @Test
    void anAllocationPastTheLimitThrowsAndChangesNothing() {
        for (int round = 0; round < 3; round++) {
            List<ByteBuf> held = new ArrayList<>();
            OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> {
                while (true) {
                    held.add(allocator.directBuffer(MIB).writeLong(held.size()));
                }
            });
            assertTrue(error.getMessage().contains("hz3.mem.limit"), error.getMessage());
            assertTrue(held.size() > 32 && held.size() <= 64, "" + held.size());
            assertEquals((long) MIB * held.size(), allocator.metric().usedDirectMemory());
            for (int i = 0; i < held.size(); i++) {
                assertEquals(i, held.get(i).readLong());
                held.get(i).release();
            }
            assertEquals(0, allocator.metric().usedDirectMemory());
        }
    }

    @Test
    void aBufferThatCannotGrowStaysAsItWas() {
        ByteBuf buffer = allocator.directBuffer(MIB).writeLong(42).writeZero(MIB - 8);
        assertThrows(OutOfMemoryError.class, () -> buffer.capacity(100 * MIB));
        assertThrows(OutOfMemoryError.class, () -> buffer.ensureWritable(70 * MIB));
        assertEquals(MIB, buffer.capacity());
        assertEquals(MIB, allocator.metric().usedDirectMemory());
        assertEquals(42, buffer.getLong(0));
        buffer.writeLong(43);
        assertEquals(43, buffer.getLong(MIB));
        assertTrue(buffer.release());
        assertEquals(0, allocator.metric().usedDirectMemory());
    }
}
