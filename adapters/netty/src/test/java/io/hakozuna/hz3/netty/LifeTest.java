package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.internal.Windows;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ResourceLeakDetector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the allocation of a buffer to its release. */
class LifeTest {
    private final Hz3ByteBufAllocator allocator = new Hz3ByteBufAllocator(true);
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    @BeforeEach
    void withoutWrappers() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void allIsReleased() {
        ResourceLeakDetector.setLevel(level);
        assertEquals(0, allocator.metric().usedDirectMemory());
        assertEquals(0, allocator.metric().usedHeapMemory());
    }

    @Test
    void anObjectIsUsedAgainAsNew() {
        ByteBuf first = allocator.directBuffer(100, 200);
        first.writeLong(1).readInt();
        first.markReaderIndex().markWriterIndex();
        assertTrue(first.release());
        ByteBuf second = allocator.directBuffer(300, 400);
        assertSame(first, second);
        assertEquals(300, second.capacity());
        assertEquals(400, second.maxCapacity());
        assertEquals(0, second.readerIndex());
        assertEquals(0, second.writerIndex());
        assertEquals(0, second.writerIndex(8).resetReaderIndex().readerIndex());
        assertEquals(0, second.resetWriterIndex().writerIndex());
        assertEquals(1, second.refCnt());
        ByteBuf third = allocator.directBuffer(1);
        assertNotSame(second, third);
        second.release();
        third.release();
    }

    @Test
    void aReleasedBufferRefusesEverything() {
        ByteBuf buffer = allocator.directBuffer(16);
        buffer.release();
        assertEquals(0, buffer.refCnt());
        assertThrows(IllegalReferenceCountException.class, buffer::release);
        assertThrows(IllegalReferenceCountException.class, buffer::retain);
        assertThrows(IllegalReferenceCountException.class, buffer::memoryAddress);
        assertThrows(IllegalReferenceCountException.class, () -> buffer.getInt(0));
        assertThrows(IllegalReferenceCountException.class, () -> buffer.writeByte(0));
        assertThrows(IllegalReferenceCountException.class, () -> buffer.capacity(32));
        assertThrows(IllegalReferenceCountException.class, () -> buffer.internalNioBuffer(0, 1));
        assertThrows(IllegalReferenceCountException.class, () -> buffer.nioBuffer(0, 1));
        assertThrows(IllegalReferenceCountException.class, buffer::slice);
    }

    @Test
    void aBufferGrowsByWritingAndKeepsItsContents() {
        ByteBuf buffer = allocator.directBuffer(0);
        for (int i = 0; i < 3_000_000; i++) {
            buffer.writeInt(i);
        }
        for (int i = 0; i < 3_000_000; i++) {
            assertEquals(i, buffer.getInt(4 * i));
        }
        assertEquals(buffer.capacity(), allocator.metric().usedDirectMemory());
        buffer.capacity(4000);
        assertEquals(4000, buffer.writerIndex());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, buffer.readInt());
        }
        assertEquals(4000, allocator.metric().usedDirectMemory());
        buffer.release();
    }

    @Test
    void growthIntoTheBlockMovesNothing() {
        ByteBuf buffer = allocator.directBuffer(1025);
        long address = buffer.memoryAddress();
        int usable = (int) Hz3.usableSize(address);
        assertEquals(usable, buffer.maxFastWritableBytes());
        buffer.capacity(usable);
        assertEquals(address, buffer.memoryAddress());
        assertEquals(usable, allocator.metric().usedDirectMemory());
        buffer.setLong(usable - 8, 5).capacity(usable + 1);
        assertEquals(5, buffer.getLong(usable - 8));
        assertEquals(usable + 1, allocator.metric().usedDirectMemory());
        buffer.release();
    }

    @Test
    void slicesAndDuplicatesKeepTheBlock() {
        ByteBuf buffer = allocator.directBuffer(100).writeLong(42);
        ByteBuf slice = buffer.retainedSlice(0, 8);
        ByteBuf duplicate = slice.retainedDuplicate();
        ByteBuf inner = duplicate.readRetainedSlice(4);
        assertEquals(4, buffer.refCnt());
        assertEquals(buffer.memoryAddress() + 4, slice.slice(4, 4).memoryAddress());
        assertFalse(buffer.release());
        assertFalse(slice.release());
        assertFalse(duplicate.release());
        assertEquals(42, inner.unwrap().getLong(0));
        assertEquals(100, allocator.metric().usedDirectMemory());
        assertTrue(inner.release());
    }

    @Test
    void aCompositeReleasesItsParts() {
        CompositeByteBuf composite = allocator.compositeDirectBuffer(4);
        for (ByteBuf part : allocate(10)) {
            composite.addComponent(true, part.writeLong(part.memoryAddress()));
        }
        ByteBuf tail = allocator.directBuffer();
        composite.writeZero(1000).setLong(78, 9);
        tail.writeBytes(composite);
        assertEquals(9, tail.getLong(78));
        assertEquals(1080, tail.readableBytes());
        composite.consolidate();
        assertEquals(9, composite.getLong(78));
        composite.release();
        tail.release();
    }

    @Test
    void laterBlocksShareAnInternalBufferWhereTheyShareAWindow() {
        ByteBuf object = allocator.directBuffer(1);
        ByteBuffer window = Windows.of(object.memoryAddress(), 1);
        ByteBuffer internal = object.internalNioBuffer(0, 1);
        object.release();
        int shared = 0;
        for (int size = 1; size < 2000; size++) {
            assertSame(object, allocator.directBuffer(size));
            ByteBuffer nextWindow = Windows.of(object.memoryAddress(), size);
            ByteBuffer nextInternal = object.internalNioBuffer(size - 1, 1);
            assertEquals(window == nextWindow, internal == nextInternal);
            shared += internal == nextInternal ? 1 : 0;
            nextInternal.put((byte) size);
            assertEquals((byte) size, object.getByte(size - 1));
            window = nextWindow;
            internal = nextInternal;
            object.release();
        }
        assertTrue(shared > 0);
    }

    @Test
    void heapBuffersAreCounted() {
        ByteBuf buffer = allocator.heapBuffer(100);
        assertEquals(100, allocator.metric().usedHeapMemory());
        assertEquals(0, allocator.metric().usedDirectMemory());
        buffer.capacity(1000);
        assertEquals(1000, allocator.metric().usedHeapMemory());
        buffer.release();
    }

    private List<ByteBuf> allocate(int buffers) {
        List<ByteBuf> all = new ArrayList<>();
        for (int i = 0; i < buffers; i++) {
            all.add(allocator.directBuffer(20));
        }
        return all;
    }
}
