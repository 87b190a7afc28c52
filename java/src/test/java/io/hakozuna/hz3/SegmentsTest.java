package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Blocks as segments and as buffers. */
class SegmentsTest {
    @Test
    void aSegmentHasTheSizeAndTheAlignment() {
        MemorySegment segment = Hz3.allocateSegment(100);
        assertEquals(100, segment.byteSize());
        assertEquals(0, segment.address() & 15);
        assertTrue(segment.isAccessibleBy(new Thread()));
        segment.set(ValueLayout.JAVA_LONG, 88, 7);
        assertThrows(IndexOutOfBoundsException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 100));
        Hz3.free(segment);
        MemorySegment aligned = Hz3.allocateSegment(100, 4096);
        assertEquals(0, aligned.address() & 4095);
        Hz3.free(aligned.asSlice(0, 5));
        assertThrows(IllegalArgumentException.class, () -> Hz3.allocateSegment(1, 3));
    }

    @Test
    void aSegmentAllocatorServesWhatTheJdkOffersOnOne() {
        MemorySegment text = Hz3.segmentAllocator().allocateFrom("grüße");
        assertEquals("grüße", text.getString(0));
        Hz3.free(text);
        MemorySegment numbers = Hz3.segmentAllocator().allocateFrom(ValueLayout.JAVA_LONG, 1, 2, 3);
        assertEquals(3, numbers.getAtIndex(ValueLayout.JAVA_LONG, 2));
        Hz3.free(numbers);
    }

    @Test
    void aBufferIsFreedWhateverItsPosition() throws InterruptedException {
        long inUse = RawTest.settledInUse();
        ByteBuffer buffer = Hz3.allocateBuffer(1000);
        assertEquals(1000, buffer.capacity());
        assertSame(ByteOrder.nativeOrder(), buffer.order());
        buffer.putLong(5).position(10).limit(20);
        Hz3.free(buffer);
        ByteBuffer second = Hz3.allocateBuffer(500);
        Hz3.free(second.duplicate());
        ByteBuffer none = Hz3.allocateBuffer(0);
        assertEquals(0, none.capacity());
        Hz3.free(none);
        assertEquals(inUse, RawTest.settledInUse());
        assertThrows(IllegalArgumentException.class, () -> Hz3.allocateBuffer(-1));
    }

    @Test
    void whatIsOfTheJavaHeapIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Hz3.free(MemorySegment.ofArray(new byte[10])));
        assertThrows(IllegalArgumentException.class, () -> Hz3.free(ByteBuffer.allocate(10)));
    }
}
