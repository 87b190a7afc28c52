package io.hakozuna.hz3.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.MemoryUse;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class Hz3MetricsTest {
    private static final long MEBIBYTE = 1 << 20;
    /** What else of the JVM may come or go in a mapping of the kernel's while a test runs. */
    private static final long OTHERS = 16 * MEBIBYTE;

    private final Gauges gauges = new Gauges();

    @Test
    void fiveGaugesInBytesEachWithADescription() {
        Set<String> names = new TreeSet<>();
        for (Meter meter : gauges.registry.getMeters()) {
            names.add(meter.getId().getName());
            assertEquals(Meter.Type.GAUGE, meter.getId().getType());
            assertEquals("bytes", meter.getId().getBaseUnit());
            assertNotNull(meter.getId().getDescription());
        }
        assertEquals(
            Set.of("hz3.memory.in.use", "hz3.memory.cached", "hz3.memory.retained", "hz3.memory.resident", "hz3.memory.limit"), names);
    }

    @Test
    void allHaveTheTags() {
        Gauges tagged = new Gauges(Tag.of("application", "shop"));
        assertEquals(5, tagged.registry.getMeters().stream().filter(meter -> "shop".equals(meter.getId().getTag("application"))).count());
    }

    @Test
    void agreeWithMemoryUse() {
        long block = Hz3.allocate(300_000);
        for (int i = 0; i < 500; i++) {
            Hz3.free(Hz3.allocate(i * 100L));
        }
        // The first look touches tables that it counts.
        gauges.look();
        MemoryUse shown = gauges.look();
        assertEquals(Hz3.memoryUse(), shown);
        assertTrue(shown.inUse() >= 300_000 && shown.cached() > 0 && shown.resident() > 0, shown::toString);
        Hz3.free(block);
    }

    @Test
    void showAPlantedAllocationInWholeMappings() {
        MemoryUse before = gauges.look();
        long block = Hz3.allocate(64 * MEBIBYTE);
        assertEquals(64 * MEBIBYTE, gauges.look().inUse() - before.inUse());
        Hz3.free(block);
        assertEquals(before.inUse(), gauges.look().inUse());
    }

    @Test
    void showPlantedSmallBlocksThatAreCachedOnceTheyAreFreed() {
        // Less than the allocator keeps at hand of a size.
        int count = 20;
        int size = 992;
        MemoryUse before = gauges.look();
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = Hz3.allocate(size);
        }
        MemoryUse full = gauges.look();
        assertEquals((long) count * size, full.inUse() - before.inUse());
        for (long block : blocks) {
            Hz3.free(block);
        }
        MemoryUse after = gauges.look();
        assertEquals(before.inUse(), after.inUse());
        assertTrue(after.cached() - full.cached() >= (long) count * size, () -> full + " then " + after);
    }

    @Test
    void retainedGoesUpByWhatIsFreedAndDownByATrim() {
        Hz3.trim();
        // A run of pages of the arena, whose memory stays for a while.
        long size = 900_000;
        MemorySegment segment = Hz3.allocateSegment(size);
        segment.fill((byte) 1);
        MemoryUse before = gauges.look();
        Hz3.free(segment);
        MemoryUse freed = gauges.look();
        assertTrue(freed.retained() + freed.cached() - before.retained() - before.cached() >= size, () -> before + " then " + freed);
        assertTrue(Hz3.trim());
        MemoryUse trimmed = gauges.look();
        assertTrue(trimmed.retained() + trimmed.cached() + size <= freed.retained() + freed.cached(), () -> freed + " then " + trimmed);
        assertTrue(trimmed.resident() + size <= freed.resident(), () -> freed + " then " + trimmed);
    }

    @Test
    void showTheLimit() {
        assertEquals(1L << 30, gauges.value("limit"));
    }

    @Test
    void residentIsWhatTheKernelSays() throws IOException {
        long planted = 128 * MEBIBYTE;
        long touched = 64 * MEBIBYTE;
        MemorySegment segment = Hz3.allocateSegment(planted);
        long kernelBefore = Smaps.residentAround(segment.address());
        long before = gauges.look().resident();
        segment.asSlice(0, touched).fill((byte) 1);
        long kernel = Smaps.residentAround(segment.address()) - kernelBefore;
        MemoryUse now = gauges.look();
        long grown = now.resident() - before;
        assertTrue(now.inUse() >= planted, now::toString);
        // A huge page may reach past what was touched.
        assertTrue(touched <= grown && grown <= touched + 2 * MEBIBYTE, () -> grown + " of " + touched);
        assertTrue(Math.abs(kernel - grown) <= OTHERS, () -> grown + " and of the kernel " + kernel);
        long all = Smaps.residentInAll();
        assertTrue(now.resident() <= all, () -> now + " of " + all);
        Hz3.free(segment);
        Hz3.trim();
        MemoryUse after = gauges.look();
        assertTrue(after.resident() <= now.resident() - touched, () -> now + " then " + after);
        assertTrue(Smaps.residentInAll() <= all - touched + OTHERS);
    }

    @Test
    void theMemoryIsLookedAtOnceASecond() {
        MemoryUse first = gauges.look();
        long block = Hz3.allocate(8 * MEBIBYTE);
        assertEquals(first, gauges.shown());
        gauges.clock.add(Duration.ofMillis(999));
        assertEquals(first, gauges.shown());
        gauges.clock.add(Duration.ofMillis(1));
        assertEquals(8 * MEBIBYTE, gauges.shown().inUse() - first.inUse());
        Hz3.free(block);
        // Read one at a time, but of the same look.
        assertEquals(8 * MEBIBYTE, gauges.value("in.use") - first.inUse());
    }

    @Test
    void eachRegistryLooksByItsOwnClock() {
        MockClock still = new MockClock();
        SimpleMeterRegistry first = new SimpleMeterRegistry(SimpleConfig.DEFAULT, still);
        SimpleMeterRegistry second = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new MockClock());
        Hz3Metrics metrics = new Hz3Metrics();
        metrics.bindTo(first);
        double before = first.get("hz3.memory.in.use").gauge().value();
        long block = Hz3.allocate(8 * MEBIBYTE);
        metrics.bindTo(second);
        assertEquals(before, first.get("hz3.memory.in.use").gauge().value());
        assertEquals(before + 8 * MEBIBYTE, second.get("hz3.memory.in.use").gauge().value());
        Hz3.free(block);
    }

    @Test
    void areSharedByTheRegistriesOfAComposite() {
        MockClock clock = new MockClock();
        CompositeMeterRegistry composite = new CompositeMeterRegistry(clock);
        SimpleMeterRegistry early = new SimpleMeterRegistry();
        SimpleMeterRegistry late = new SimpleMeterRegistry();
        composite.add(early);
        new Hz3Metrics().bindTo(composite);
        composite.add(late);
        double before = early.get("hz3.memory.in.use").gauge().value();
        long block = Hz3.allocate(8 * MEBIBYTE);
        assertEquals(before, late.get("hz3.memory.in.use").gauge().value());
        clock.add(Duration.ofSeconds(1));
        assertEquals(before + 8 * MEBIBYTE, late.get("hz3.memory.in.use").gauge().value());
        assertEquals(before + 8 * MEBIBYTE, early.get("hz3.memory.in.use").gauge().value());
        Hz3.free(block);
    }

    @Test
    void nothingBesidesTheRegistryKeepsTheGaugesAlive() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new Hz3Metrics().bindTo(registry);
        System.gc();
        System.gc();
        Set<String> lost = registry.getMeters().stream().filter(meter -> Double.isNaN(meter.measure().iterator().next().getValue()))
            .map(meter -> meter.getId().getName()).collect(Collectors.toSet());
        assertEquals(Set.of(), lost);
    }
}
