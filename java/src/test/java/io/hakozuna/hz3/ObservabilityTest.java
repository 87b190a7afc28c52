package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the figures say agrees with what was done, and with what the system says. */
class ObservabilityTest {
    private static final long MIB = 1 << 20;

    @Test
    void theFiguresFollowWhatIsAllocated() throws InterruptedException {
        long before = RawTest.settledInUse();
        long large = Hz3.allocate(8 * MIB);
        long run = Hz3.allocate(MIB);
        long small = Hz3.allocate(100);
        assertEquals(before + 8 * MIB + MIB + 112, Hz3.memoryUse().inUse(), 8192);
        Hz3.free(large);
        Hz3.free(run);
        Hz3.free(small);
        assertEquals(before, RawTest.settledInUse());
    }

    @Test
    void residentIsWhatTheSystemSays() throws IOException, InterruptedException {
        RawTest.settledInUse();
        long systemBefore = anonymousBytes();
        long ourBefore = Hz3.memoryUse().resident();
        long[] blocks = new long[2000];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Hz3.allocate(32768);
            MemorySegment.ofAddress(blocks[i]).reinterpret(32768).fill((byte) 1);
        }
        long ours = Hz3.memoryUse().resident() - ourBefore;
        long systems = anonymousBytes() - systemBefore;
        assertTrue(ours >= 60 * MIB && ours <= 68 * MIB, () -> "resident grew by " + ours);
        // The JVM's own memory grows meanwhile.
        assertTrue(systems >= ours - 4 * MIB, () -> "the system says " + systems + ", we " + ours);
        for (long block : blocks) {
            Hz3.free(block);
        }
    }

    private static long anonymousBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024).sum();
    }

    @Test
    void aJmxClientSeesTheFigures() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName(Management.NAME);
        Management.register();
        Management.register();
        Hz3MXBean bean = JMX.newMXBeanProxy(server, name, Hz3MXBean.class);
        long block = Hz3.allocate(3 * MIB);
        assertTrue(bean.getInUse() >= 3 * MIB);
        assertTrue(bean.getResident() > 0);
        assertEquals(5, server.getMBeanInfo(name).getAttributes().length);
        assertEquals(0, bean.getLimit());
        Hz3.free(block);
        bean.trim();
        Management.unregister();
        Management.unregister();
        assertFalse(server.isRegistered(name));
    }

    @Test
    void theFlightRecorderTellsOfChunksSamplesAndTheHeap(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("hz3.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.hakozuna.hz3.ChunkReserve");
            recording.enable("io.hakozuna.hz3.ChunkPurge");
            recording.enable("io.hakozuna.hz3.AllocationSample").withStackTrace();
            recording.enable("io.hakozuna.hz3.HeapSummary").with("period", "endChunk");
            recording.start();
            long[] blocks = new long[100];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = Hz3.allocate(5 * MIB);
                MemorySegment.ofAddress(blocks[i]).reinterpret(5 * MIB).fill((byte) 1);
            }
            for (long block : blocks) {
                Hz3.free(block);
            }
            Hz3.trim();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertTrue(bytes(events, "ChunkReserve") >= 500 * MIB, () -> "reserved " + bytes(events, "ChunkReserve"));
        assertTrue(bytes(events, "ChunkPurge") >= 500 * MIB, () -> "purged " + bytes(events, "ChunkPurge"));
        RecordedEvent sample = events.stream().filter(event -> event.getEventType().getName().endsWith("AllocationSample")).findFirst().orElseThrow();
        assertTrue(sample.getStackTrace().getFrames().stream().anyMatch(frame -> frame.getMethod().getType().getName().equals(getClass().getName())),
            sample::toString);
        RecordedEvent summary = events.stream().filter(event -> event.getEventType().getName().endsWith("HeapSummary")).findFirst().orElseThrow();
        assertTrue(summary.getLong("resident") > 0, summary::toString);
    }

    private static long bytes(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals("io.hakozuna.hz3." + name))
            .mapToLong(event -> event.getLong("bytes")).sum();
    }
}
