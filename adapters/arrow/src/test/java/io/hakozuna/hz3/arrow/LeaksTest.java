package io.hakozuna.hz3.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class LeaksTest {
    @Test
    void areReportedByTheAllocatorThatCloses() {
        long before = Hz3.memoryUse().inUse();
        RootAllocator root = Hz3Arrow.rootAllocator(Long.MAX_VALUE);
        ArrowBuf leaked = root.buffer(2000);
        leaked.setLong(0, 7);
        IllegalStateException report = assertThrows(IllegalStateException.class, root::close);
        assertTrue(report.getMessage().contains("Memory was leaked by query. Memory leaked: (2048)"), report::getMessage);
        // Who still uses it by mistake does no harm to others.
        assertEquals(before + 2048, Hz3.memoryUse().inUse());
        assertEquals(7, leaked.getLong(0));
    }

    @Test
    void areNotWhatAChildGaveAwayBefore() {
        try (RootAllocator root = Hz3Arrow.rootAllocator(Long.MAX_VALUE)) {
            BufferAllocator child = root.newChildAllocator("the child", 0, Long.MAX_VALUE);
            long before = Hz3.memoryUse().inUse();
            ArrowBuf buffer = child.buffer(2000);
            ArrowBuf moved = buffer.getReferenceManager().transferOwnership(buffer, root).getTransferredBuffer();
            buffer.close();
            child.close();
            assertEquals(2048, root.getAllocatedMemory());
            assertEquals(before + 2048, Hz3.memoryUse().inUse());
            moved.close();
            assertEquals(before, Hz3.memoryUse().inUse());
        }
    }
}
