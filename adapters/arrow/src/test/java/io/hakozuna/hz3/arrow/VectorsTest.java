package io.hakozuna.hz3.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.util.TransferPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VectorsTest {
    private static final int ROWS = 20_000;

    private final long before = Hz3.memoryUse().inUse();
    private final RootAllocator root = Hz3Arrow.rootAllocator(Long.MAX_VALUE);

    @AfterEach
    void nothingIsLeft() {
        root.close();
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void growByThemselves() {
        try (IntVector numbers = new IntVector("numbers", root); VarCharVector words = new VarCharVector("words", root);
            BitVector flags = new BitVector("flags", root)) {
            for (int row = 0; row < ROWS; row++) {
                if (row % 7 == 0) {
                    numbers.setNull(row);
                } else {
                    numbers.setSafe(row, row * 3);
                }
                words.setSafe(row, word(row));
                flags.setSafe(row, row & 1);
            }
            numbers.setValueCount(ROWS);
            words.setValueCount(ROWS);
            flags.setValueCount(ROWS);
            for (int row = 0; row < ROWS; row++) {
                assertEquals(row % 7 == 0 ? null : row * 3, numbers.getObject(row));
                assertEquals("word " + row, words.getObject(row).toString());
                assertEquals(row & 1, flags.get(row));
            }
            assertTrue(Hz3.memoryUse().inUse() - before >= root.getAllocatedMemory());
        }
    }

    @Test
    void areAllocatedForAGivenCountAndHaveRoomForIt() {
        for (int count : new int[] {0, 1, 2, 3, 7, 100, 1000, 3970, 10_000, 100_000}) {
            try (BigIntVector vector = new BigIntVector("vector", root)) {
                vector.allocateNew(count);
                assertTrue(vector.getValueCapacity() >= count);
                for (int row = 0; row < count; row++) {
                    assertTrue(vector.isNull(row));
                    vector.set(row, row);
                }
                vector.setValueCount(count);
                assertEquals(0, vector.getNullCount());
                for (int row = 0; row < count; row++) {
                    assertEquals(row, vector.get(row));
                }
            }
        }
    }

    @Test
    void ofLists() {
        try (ListVector lists = ListVector.empty("lists", root)) {
            UnionListWriter writer = lists.getWriter();
            for (int row = 0; row < 2000; row++) {
                writer.startList();
                for (int i = 0; i < row % 10; i++) {
                    writer.writeInt(row + i);
                }
                writer.endList();
            }
            writer.setValueCount(2000);
            for (int row = 0; row < 2000; row++) {
                List<?> list = lists.getObject(row);
                assertEquals(row % 10, list.size());
                assertEquals(row % 10 == 0 ? List.of() : row, row % 10 == 0 ? list : list.getFirst());
            }
        }
    }

    @Test
    void areSplitAndTransferredBetweenAllocators() {
        try (BufferAllocator from = root.newChildAllocator("from", 0, Long.MAX_VALUE);
            BufferAllocator to = root.newChildAllocator("to", 0, Long.MAX_VALUE); IntVector source = filled(from)) {
            TransferPair pair = source.getTransferPair(to);
            pair.splitAndTransfer(ROWS / 2, 100);
            try (IntVector part = (IntVector) pair.getTo()) {
                assertEquals(100, part.getValueCount());
                assertEquals(ROWS / 2 + 99, part.get(99));
                long both = root.getAllocatedMemory();
                source.close();
                // The part keeps the whole block, which is now the other allocator's.
                assertEquals(0, from.getAllocatedMemory());
                assertTrue(to.getAllocatedMemory() >= ROWS * Integer.BYTES && to.getAllocatedMemory() <= both);
                assertEquals(ROWS / 2, part.get(0));
            }
            assertEquals(0, root.getAllocatedMemory());
        }
    }

    @Test
    @Timeout(120)
    void goFromThreadToThread() throws Exception {
        int batches = 200;
        BlockingQueue<IntVector> queue = new ArrayBlockingQueue<>(4);
        try (BufferAllocator from = root.newChildAllocator("from", 0, Long.MAX_VALUE);
            BufferAllocator to = root.newChildAllocator("to", 0, 64 << 20)) {
            FutureTask<Integer> send = new FutureTask<>(() -> {
                for (int i = 0; i < batches; i++) {
                    try (IntVector vector = filled(from)) {
                        TransferPair pair = vector.getTransferPair(to);
                        pair.transfer();
                        queue.put((IntVector) pair.getTo());
                    }
                }
                return batches;
            });
            FutureTask<Long> receive = new FutureTask<>(() -> {
                long total = 0;
                for (int i = 0; i < batches; i++) {
                    try (IntVector vector = queue.take()) {
                        for (int row = 0; row < vector.getValueCount(); row++) {
                            total += vector.get(row);
                        }
                    }
                }
                return total;
            });
            Thread producer = Thread.ofPlatform().start(send);
            Thread consumer = Thread.ofPlatform().start(receive);
            assertEquals(batches, send.get());
            assertEquals((long) batches * ROWS * (ROWS - 1) / 2, receive.get());
            assertEquals(0, root.getAllocatedMemory());
            producer.join();
            consumer.join();
        }
        // What the two had cached counts as in use until somebody takes the heaps that they left.
        Hz3.trim();
    }

    private static IntVector filled(BufferAllocator allocator) {
        IntVector vector = new IntVector("numbers", allocator);
        vector.allocateNew(ROWS);
        for (int row = 0; row < ROWS; row++) {
            vector.set(row, row);
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static byte[] word(int row) {
        return ("word " + row).getBytes(StandardCharsets.UTF_8);
    }
}
