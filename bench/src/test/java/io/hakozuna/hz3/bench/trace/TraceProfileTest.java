package io.hakozuna.hz3.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.trace.TraceProfile.Calls;
import io.hakozuna.hz3.bench.trace.TraceProfile.Lifetime;
import io.hakozuna.hz3.bench.trace.TraceProfile.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** The sums of traces that can be worked out by hand. */
class TraceProfileTest {
    @TempDir
    private Path folder;

    @Test
    void everyFigure() throws IOException {
        TraceProfile profile = TraceProfile.of(new TraceBytes()
            .record(0, Operation.MALLOC, 0x100, 16, 0)
            .record(1, Operation.CALLOC, 0x200, 17, 0)
            .record(3, Operation.REALLOC_OLD, 0x100, 0, 0)
            .record(5, Operation.REALLOC, 0x300, 1000, 0)
            .record(7, Operation.REALLOC, 0x400, 64, 0)
            .record(8, Operation.REALLOC_OLD, 0x400, 0, 0)
            .record(9, Operation.REALLOC, 0, 0, 0)
            .chunk(1)
            // Between the two parts of the first thread's realloc, with the address that it gave up.
            .record(4, Operation.ALIGNED, 0x100, 64, 6)
            .record(6, Operation.FREE, 0x200, 0, 0)
            .record(10, Operation.FREE, 0x900, 0, 0)
            .record(11, Operation.THREAD_END, 0, 0, 0)
            .chunk(2).end(12).in(folder));
        assertEquals("made", profile.name());
        assertEquals("program -x", profile.command());
        assertEquals(7, profile.events());
        assertEquals(2, profile.threads());
        assertEquals(List.of(new Calls("malloc", 1), new Calls("calloc", 1), new Calls("aligned", 1), new Calls("realloc", 3),
            new Calls("free", 1)), profile.calls());
        assertEquals(1, profile.unknownFrees());
        assertEquals(1000 + 64 + 64, profile.peakLiveBytes());
        assertEquals(3, profile.peakLiveBlocks());
        assertEquals(50, profile.remoteFreePercent());
        assertEquals(List.of(new Size(16, 1, 16), new Size(32, 1, 17), new Size(64, 2, 128), new Size(128, 0, 0), new Size(256, 0, 0),
            new Size(512, 0, 0), new Size(1024, 1, 1000)), profile.sizes());
        // 17 bytes (the calloc) and 64 (the aligned block) after the first block's, 64 + 1000 after the calloc's, none after the last.
        assertEquals(List.of(new Lifetime(256, 2), new Lifetime(1024, 0), new Lifetime(4096, 1)), profile.lifetimes());
        assertEquals(2, profile.neverFreed());
    }

    @Test
    void aReallocThatFailsChangesNothing() throws IOException {
        TraceProfile profile = TraceProfile.of(new TraceBytes().record(Operation.MALLOC, 0x100, 16)
            .record(Operation.REALLOC_OLD, 0x100, 0).record(Operation.REALLOC, 0, 1L << 60)
            .record(Operation.FREE, 0x100, 0).chunk(1).end(4).in(folder));
        assertEquals(2, profile.events());
        assertEquals(0, profile.neverFreed() + profile.unknownFrees());
    }

    @Test
    void whereAnEndIsMissingItCameBeforeTheAddressCameAgain() throws IOException {
        TraceProfile profile = TraceProfile.of(new TraceBytes().record(Operation.MALLOC, 0x100, 16)
            .record(Operation.MALLOC, 0x100, 32).record(Operation.FREE, 0x100, 0).chunk(1).in(folder));
        assertTrue(profile.cutOff());
        assertEquals(1, profile.peakLiveBlocks());
        assertEquals(2, profile.count("free"));
        assertEquals(0, profile.neverFreed());
    }

    @Test
    void anEmptyTraceHasSumsToo() throws IOException {
        TraceProfile profile = TraceProfile.of(new TraceBytes().end(0).in(folder));
        assertEquals(0, profile.events() + profile.threads() + profile.sizes().size());
        assertTrue(ProfileText.lines(profile).contains(" not freed               0"));
    }

    @Test
    void isTheSameThroughJson() throws IOException {
        TraceProfile profile = TraceProfile.of(new TraceBytes().record(Operation.MALLOC, 0x100, 100).chunk(1).end(1).in(folder));
        assertEquals(profile, JSON.std.beanFrom(TraceProfile.class, JSON.std.asString(profile)));
    }

    @Test
    void theTextHasBarsInProportion() throws IOException {
        TraceBytes bytes = new TraceBytes();
        for (int i = 1; i <= 80; i++) {
            bytes.record(Operation.MALLOC, 16 * i, i <= 20 ? 65536 : 10);
        }
        List<String> lines = ProfileText.lines(TraceProfile.of(bytes.chunk(1).end(80).in(folder)));
        assertEquals("made: program -x", lines.getFirst());
        assertTrue(lines.contains("      16 B              60                 600  " + "#".repeat(40)), String.join("\n", lines));
        assertTrue(lines.contains("    64 KiB              20           1,310,720  " + "#".repeat(14)), String.join("\n", lines));
        assertEquals(" not freed              80  " + "#".repeat(40), lines.getLast());
    }
}
