package io.hakozuna.hz3.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.Test;

/** Batches written to a stream in memory and read again. */
class StreamTest {
    private static final int BATCHES = 5;

    @Test
    void roundTrip() throws IOException {
        long before = Hz3.memoryUse().inUse();
        byte[] stream = written();
        assertEquals(before, Hz3.memoryUse().inUse());
        try (RootAllocator allocator = Hz3Arrow.rootAllocator(Long.MAX_VALUE)) {
            assertEquals(BATCHES, read(stream, allocator));
            assertTrue(allocator.getPeakMemoryAllocation() >= stream.length / BATCHES);
        }
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void takesLessMemoryThanWithPowersOfTwo() throws IOException {
        byte[] stream = written();
        try (RootAllocator fine = Hz3Arrow.rootAllocator(Long.MAX_VALUE); RootAllocator powersOfTwo = new RootAllocator(
            RootAllocator.configBuilder().allocationManagerFactory(Hz3AllocationManager.FACTORY).build())) {
            read(stream, fine);
            read(stream, powersOfTwo);
            // A batch of about 264,000 bytes is one buffer, and the next is read before the one before is freed.
            assertEquals(2 * 266_240, fine.getPeakMemoryAllocation());
            assertEquals(2 * 524_288, powersOfTwo.getPeakMemoryAllocation());
        }
    }

    private static int rows(int batch) {
        return 12_345 - batch;
    }

    private static byte[] written() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RootAllocator allocator = Hz3Arrow.rootAllocator(Long.MAX_VALUE); BigIntVector keys = new BigIntVector("key", allocator);
            VarCharVector names = new VarCharVector("name", allocator); VectorSchemaRoot root = new VectorSchemaRoot(List.of(keys, names));
            ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(bytes))) {
            writer.start();
            for (int batch = 0; batch < BATCHES; batch++) {
                root.clear();
                for (int row = 0; row < rows(batch); row++) {
                    keys.setSafe(row, (long) batch << 32 | row);
                    names.setSafe(row, ("name " + row).getBytes(StandardCharsets.UTF_8));
                }
                root.setRowCount(rows(batch));
                writer.writeBatch();
            }
            writer.end();
        }
        return bytes.toByteArray();
    }

    private static int read(byte[] stream, RootAllocator allocator) throws IOException {
        int batch = 0;
        try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(stream), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                BigIntVector keys = (BigIntVector) root.getVector("key");
                VarCharVector names = (VarCharVector) root.getVector("name");
                assertEquals(rows(batch), root.getRowCount());
                for (int row = 0; row < rows(batch); row++) {
                    assertEquals((long) batch << 32 | row, keys.get(row));
                    assertEquals("name " + row, new String(names.get(row), StandardCharsets.UTF_8));
                }
                batch++;
            }
        }
        return batch;
    }
}
