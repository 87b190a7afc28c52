package io.hakozuna.hz3.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Programs end, with all that they started, and their folders go. */
class ProgramTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void outputAndExitComeBack() {
        Program.Output output = Program.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"), LIMIT);
        assertEquals(new Program.Output(3, "out\n", "err\n"), output);
        assertEquals(139, Program.run(List.of("sh", "-c", "kill -SEGV $$"), LIMIT).exit());
    }

    @Test
    void atTheBoundChildrenAreKilledToo() {
        Program.Output output = Program.run(List.of("sh", "-c", "sleep 60 & echo $!; wait"), Duration.ofMillis(300));
        assertTrue(output.timedOut());
        assertGone(Long.parseLong(output.out().strip()));
    }

    @Test
    void aFailingWatchLeavesNothingRunning() {
        long[] watched = new long[1];
        assertThrows(IllegalStateException.class, () -> Program.run(List.of("sleep", "60"), Map.of(), LIMIT, pid -> {
            watched[0] = pid;
            throw new IllegalStateException("watch");
        }));
        assertGone(watched[0]);
    }

    @Test
    void theSizeOfATreeIsMoreThanThatOfItsRoot() {
        Resident root = new Resident();
        Resident tree = Resident.ofTree();
        Resident anonymous = Resident.anonymousOfTree();
        Program.run(List.of("sh", "-c", "sh -c 'sleep 0.5; true'; true"), Map.of(), LIMIT, pid -> {
            root.tick(pid);
            tree.tick(pid);
            anonymous.tick(pid);
        });
        int last = root.kib().size() - 2;
        assertTrue(tree.kib().get(last) > root.kib().get(last), () -> root.kib() + " " + tree.kib());
        assertTrue(anonymous.kib().get(last) < tree.kib().get(last), () -> anonymous.kib() + " " + tree.kib());
    }

    @Test
    void aClosedFolderIsGoneWithItsContents() throws IOException {
        TemporaryFolder folder = new TemporaryFolder();
        Files.writeString(Files.createDirectory(folder.path().resolve("inner")).resolve("file"), "text");
        folder.close();
        assertFalse(Files.exists(folder.path()));
        TemporaryFolder.deleteAll();
    }

    /** The program is not to blame for a folder in which nothing can be written. */
    @Test
    void aFullFolderIsNamed() {
        Path full = Path.of("/proc/self");
        UsageError error = assertThrows(UsageError.class, () -> TemporaryFolder.requireSpace(full));
        assertTrue(error.getMessage().startsWith("no space in /proc/self ("), error.getMessage());
        TemporaryFolder.requireSpace();
    }

    @Test
    void aProcessTellsOfItself() {
        long pid = ProcessHandle.current().pid();
        assertTrue(ProcessStatus.kib(pid, "VmHWM") >= ProcessStatus.kib(pid, "RssAnon"));
        assertEquals("java", ProcessStatus.executable(pid));
        assertTrue(ProcessStatus.maps(pid, file -> file.endsWith("/libjvm.so")));
        assertFalse(ProcessStatus.maps(pid, file -> file.endsWith("/no-such.so")));
    }

    private static void assertGone(long pid) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!ProcessStatus.executable(pid).isEmpty() && System.nanoTime() < end) {
            Program.pause(Duration.ofMillis(10));
        }
        assertEquals("", ProcessStatus.executable(pid));
    }
}
