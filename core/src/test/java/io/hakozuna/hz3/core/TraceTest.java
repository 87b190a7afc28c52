package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.core.TraceFiles.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded is in the file: each event once, in its thread, with a number that fits. The blocks are made up. */
class TraceTest {
    private static final long FAR = 0x7fff_ffff_fff0L;

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void begin() {
        file = folder.resolve("a.trace");
        TraceFiles.begin(file, "program\0-x\0");
    }

    @Test
    void everyKindOfEventComesBackAsItWas() throws Exception {
        TraceFiles.inThread(() -> {
            assertEquals(0x1000, Trace.allocated(Trace.MALLOC, 0x1000, 0));
            assertEquals(FAR, Trace.allocated(Trace.CALLOC, FAR, 127));
            assertEquals(0x40_0000, Trace.allocatedAligned(0x40_0000, 1 << 21, Long.MAX_VALUE));
            Trace.reallocating(0x1000);
            assertEquals(0x2000, Trace.reallocated(0x1000, 0x2000, 128));
            assertEquals(0x3000, Trace.reallocated(0, 0x3000, 16384));
            Trace.reallocating(0x2000);
            assertEquals(0, Trace.reallocated(0x2000, 0, 0));
            Trace.freeing(FAR);
        });
        assertEquals("program\0-x\0", TraceFiles.command(file));
        assertEquals(List.of(
            new Event(1, 0, Trace.MALLOC, 0x1000, 0, 0),
            new Event(1, 1, Trace.CALLOC, FAR, 127, 0),
            new Event(1, 2, Trace.ALIGNED, 0x40_0000, Long.MAX_VALUE, 21),
            new Event(1, 3, Trace.REALLOC_OLD, 0x1000, 0, 0),
            new Event(1, 4, Trace.REALLOC, 0x2000, 128, 0),
            new Event(1, 5, Trace.REALLOC, 0x3000, 16384, 0),
            new Event(1, 6, Trace.REALLOC_OLD, 0x2000, 0, 0),
            new Event(1, 7, Trace.REALLOC, 0, 0, 0),
            new Event(1, 8, Trace.FREE, FAR, 0, 0),
            new Event(1, 9, Trace.THREAD_END, 0, 0, 0)), TraceFiles.events(file));
    }

    @Test
    void whatIsAboutNoBlockIsNoEvent() throws Exception {
        TraceFiles.inThread(() -> {
            Trace.allocated(Trace.MALLOC, 0, 8);
            Trace.allocatedAligned(0, 64, 8);
            Trace.freeing(0);
            Trace.reallocating(0);
            Trace.reallocated(0, 0, 8);
        });
        assertFalse(Files.exists(file));
    }

    @Test
    void threadsFillManyChunksAndEachNumberIsGivenOnce() throws Exception {
        int threads = 6;
        int each = 60_000;
        TestThreads.run(threads, index -> {
            for (int i = 1; i <= each; i++) {
                Trace.allocated(Trace.MALLOC, (index + 1L << 40) + i * 16L * (1 + i % 1000), i);
            }
            TraceFiles.end();
        });
        List<Event> events = TraceFiles.events(file);
        assertEquals(threads * (each + 1), events.size());
        assertTrue(Files.size(file) > threads * 2 * 65536L, "no thread filled two buffers");
        assertEquals(LongStream.range(0, events.size()).boxed().toList(), events.stream().map(Event::number).sorted().toList());
        for (int thread = 1; thread <= threads; thread++) {
            checkThread(thread, events, each);
        }
    }

    private static void checkThread(int thread, List<Event> events, int each) {
        List<Event> own = events.stream().filter(event -> event.thread() == thread).toList();
        assertEquals(IntStream.rangeClosed(1, each).mapToObj(Long::valueOf).toList(),
            own.subList(0, each).stream().map(Event::size).toList());
        long base = own.getFirst().address() - 32;
        assertTrue(IntStream.rangeClosed(1, each).allMatch(i -> own.get(i - 1).address() == base + i * 16L * (1 + i % 1000)));
        assertTrue(IntStream.range(1, own.size()).allMatch(i -> own.get(i - 1).number() < own.get(i).number()));
        assertEquals(Trace.THREAD_END, own.getLast().operation());
    }

    @Test
    void whatAThreadDoesAfterItsExitCallbackIsStillIts() throws Exception {
        TraceFiles.inThread(() -> Trace.allocated(Trace.MALLOC, 0x1000, 1));
        TraceFiles.inThread(() -> {
            Trace.allocated(Trace.MALLOC, 0x2000, 2);
            TraceFiles.end();
            Trace.freeing(0x2000);
            Trace.freeing(0x1000);
        });
        List<Event> late = TraceFiles.events(file).stream().filter(event -> event.operation() == Trace.FREE).toList();
        assertEquals(List.of(new Event(2, 4, Trace.FREE, 0x2000, 0, 0), new Event(2, 5, Trace.FREE, 0x1000, 0, 0)), late);
    }

    @Test
    void theExitOfTheProcessTakesTheRecordsOfThreadsThatStillRun() throws Exception {
        CountDownLatch recorded = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread running = Thread.ofPlatform().start(() -> {
            Trace.allocated(Trace.MALLOC, 0x1000, 1);
            recorded.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Trace.freeing(0x1000);
            TraceFiles.end();
        });
        recorded.await();
        Trace.end();
        over.countDown();
        running.join();
        assertEquals(List.of(new Event(1, 0, Trace.MALLOC, 0x1000, 1, 0), new Event(-1, 1, 0, 0, 0, 0)), TraceFiles.events(file));
    }

    @Test
    void theChildOfAForkBeginsAnewInAFileOfItsOwn() throws Exception {
        TraceFiles.inThread(() -> Trace.allocated(Trace.MALLOC, 0x1000, 1));
        byte[] before = Files.readAllBytes(file);
        TraceFiles.inThread(() -> {
            Trace.allocated(Trace.MALLOC, 0x2000, 2);
            Trace.forkPrepare();
            Trace.forkChild();
            Trace.freeing(0x1000);
        });
        assertEquals(before.length, Files.size(file));
        Path child = folder.resolve("a.trace." + ProcessHandle.current().pid());
        List<Event> expected = List.of(new Event(1, 0, Trace.FREE, 0x1000, 0, 0), new Event(1, 1, Trace.THREAD_END, 0, 0, 0));
        assertEquals(expected, TraceFiles.events(child));
        TraceFiles.inThread(() -> {
            Trace.forkPrepare();
            Trace.forkChild();
            Trace.freeing(0x1000);
        });
        assertEquals(expected, TraceFiles.events(folder.resolve(child.getFileName() + ".1")));
    }

    @Test
    void theParentOfAForkGoesOn() throws Exception {
        TraceFiles.inThread(() -> {
            Trace.allocated(Trace.MALLOC, 0x2000, 2);
            Trace.forkPrepare();
            Trace.forkParent();
            Trace.freeing(0x2000);
        });
        assertEquals(3, TraceFiles.events(file).size());
    }

    @Test
    void aTraceThatCannotBeWrittenEndsAndTheProgramGoesOn() throws Exception {
        TraceFiles.inThread(() -> Trace.allocated(Trace.MALLOC, 0x1000, 1));
        List<Event> written = new ArrayList<>(TraceFiles.events(file));
        Files.move(file, folder.resolve("moved"));
        TraceFiles.inThread(() -> Trace.allocated(Trace.MALLOC, 0x2000, 2));
        TraceFiles.inThread(() -> Trace.allocated(Trace.MALLOC, 0x3000, 3));
        Trace.end();
        assertFalse(Files.exists(file));
        assertEquals(written, TraceFiles.events(folder.resolve("moved")));
    }

    @Test
    void aNameThatIsTooLongMakesNoTrace() throws IOException, InterruptedException {
        TraceFiles.begin(folder.resolve("x".repeat(5000)), "");
        TraceFiles.inThread(() -> Trace.allocated(Trace.MALLOC, 0x1000, 1));
        assertEquals(2, TraceFiles.events(file).size(), "the earlier trace goes on");
    }
}
