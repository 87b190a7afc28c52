package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** What concerns the process as a whole: limits, what stays behind, and the end. */
class ProcessTest {
    static final class Filling {
        public static void main(String[] arguments) {
            long bytes = 0;
            try {
                while (bytes < 1L << 30) {
                    Hz3.allocate(1 << 20);
                    bytes += 1 << 20;
                }
                System.out.println("no limit");
            } catch (OutOfMemoryError e) {
                System.out.println(bytes >> 20);
                System.out.println(e.getMessage().replaceAll("[0-9]+", "N"));
            }
        }
    }

    @Test
    void aLimitIsKeptAndTheErrorTellsWhatIsInUse() {
        ChildJvm child = ChildJvm.run(Filling.class, List.of("-Dhz3.mem.limit=64M"));
        List<String> lines = child.out().lines().toList();
        int mebibytes = Integer.parseInt(lines.getFirst());
        assertTrue(mebibytes >= 60 && mebibytes <= 64, child.out());
        assertEquals("hz3: no memory for N bytes: the limit is N (-DhzN.mem.limit); in use N, cached N, retained N, resident N",
            lines.get(1).replaceFirst("^hzN", "hz3"));
    }

    @Test
    void theLimitCanBeTheJvmsOwnForDirectMemory() {
        ChildJvm child = ChildJvm.run(Filling.class, List.of("-Dhz3.mem.limit=direct", "-XX:MaxDirectMemorySize=32M"));
        int mebibytes = Integer.parseInt(child.out().lines().findFirst().orElseThrow());
        assertTrue(mebibytes >= 28 && mebibytes <= 32, child.out());
    }

    @Test
    void aSettingThatCannotBeIsRefusedWithOneLine() {
        for (String option : List.of("-Dhz3.mem.limt=64M", "-Dhz3.lane=scal", "-Dhz3.purge.thread=2", "-Dhz3.chek=all")) {
            ChildJvm child = ChildJvm.run(Filling.class, List.of(option));
            assertEquals(1, child.exit(), child.out());
            assertTrue(child.out().contains("IllegalArgumentException: "), child.out());
            assertTrue(child.out().contains(option.substring(2, option.indexOf('='))) || option.contains("lane") || option.contains("thread"), child.out());
        }
    }

    @Test
    void whereNativeAccessIsForbiddenOneLineSaysWhatToDo() {
        ChildJvm child = ChildJvm.runWithout(Filling.class, List.of("--illegal-native-access=deny"));
        assertEquals(1, child.exit(), child.out());
        assertTrue(child.out().contains("IllegalStateException: hz3 works on memory outside the Java heap, which this JVM forbids: "
            + "run it with --enable-native-access=ALL-UNNAMED\n"), child.out());
    }

    @Test
    void theStatisticsComeAtTheEndIfAskedFor() {
        ChildJvm child = ChildJvm.run(Filling.class, List.of("-Dhz3.mem.limit=16M", "-Dhz3.stats=1"));
        assertTrue(child.out().contains("\n[HZ3_ARENA] reserved="), child.out());
        assertTrue(child.out().contains("\n[HZ3_RUNS] opened="), child.out());
        assertEquals(2, ChildJvm.run(Filling.class, List.of("-Dhz3.mem.limit=16M")).out().lines().count());
    }

    static final class Closing {
        public static void main(String[] arguments) throws IOException {
            long reserved = reserved();
            long[] blocks = new long[1000];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = Hz3.allocate(i * 1000L);
            }
            Hz3.allocate(20 << 20);
            boolean grew = reserved() - reserved > 1L << 30;
            Hz3.close();
            System.out.println(grew + " " + (Math.abs(reserved() - reserved) < 64 << 20));
            for (Runnable call : List.<Runnable>of(() -> Hz3.allocate(1), () -> Hz3.allocate(100 << 20), () -> Hz3.allocateZeroed(5),
                () -> Hz3.reallocate(0, 7), () -> Hz3.allocateAligned(1, 1 << 20), Hz3::local, Hz3::close, () -> Hz3.free(blocks[3]))) {
                try {
                    call.run();
                    System.out.println("done");
                } catch (IllegalStateException | IllegalArgumentException e) {
                    System.out.println(e.getMessage().replaceAll("0x[0-9a-f]+", "ADDRESS"));
                }
            }
        }

        /** Bytes of address space that the process has. */
        private static long reserved() throws IOException {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[0]) * 4096;
        }
    }

    @Test
    void nothingIsHeldAfterAClose() {
        String closed = "hz3 is closed";
        ChildJvm.run(Closing.class, List.of()).said("true true", closed, closed, closed, closed, closed, closed, "done",
            "ADDRESS was not allocated by hz3");
    }

    static final class Burst {
        public static void main(String[] arguments) throws Exception {
            int threads = 4;
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                List<Future<?>> works = new ArrayList<>();
                long[] peak = new long[threads];
                for (int t = 0; t < threads; t++) {
                    int thread = t;
                    works.add(pool.submit(() -> {
                        long[] blocks = new long[100_000];
                        for (int i = 0; i < blocks.length; i++) {
                            blocks[i] = Hz3.allocateZeroed(16 + i * 31 % 1000);
                        }
                        peak[thread] = Hz3.memoryUse().resident();
                        for (long block : blocks) {
                            Hz3.free(block);
                        }
                    }));
                }
                for (Future<?> work : works) {
                    work.get();
                }
                // The pool's threads live on, and rest. Nobody calls hz3 any more but for the look at it.
                long resident = Hz3.memoryUse().resident();
                for (int i = 0; i < 300 && resident > 4 << 20; i++) {
                    Thread.sleep(100);
                    resident = Hz3.memoryUse().resident();
                }
                System.out.println((peak[threads - 1] > 40 << 20) + " " + (resident <= 4 << 20));
            }
        }
    }

    @Test
    void afterABurstTheMemoryGoesBackThoughTheThreadsOnlyRest() {
        ChildJvm.run(Burst.class, List.of()).said("true true");
    }

    static final class VirtualFirst {
        public static void main(String[] arguments) throws InterruptedException {
            Thread.ofVirtual().start(() -> {
                long block = Hz3.allocate(100);
                // A mapping of its own, which is where blocks go without an arena, would be a page at least.
                System.out.println(Hz3.memoryUse().inUse() < 4096);
                Hz3.free(block);
            }).join();
        }
    }

    @Test
    void theFirstThreadMayBeAVirtualOne() {
        ChildJvm.run(VirtualFirst.class, List.of()).said("true");
    }

    static final class Million {
        private static final int THREADS_AT_A_TIME = 1000;
        private static final AtomicLongArray SHELF = new AtomicLongArray(1024);

        public static void main(String[] arguments) throws InterruptedException {
            for (int round = 0; round < 1_000_000 / THREADS_AT_A_TIME; round++) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < THREADS_AT_A_TIME; i++) {
                    threads.add(Thread.ofVirtual().start(Million::leaveOneBlock));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            for (int i = 0; i < SHELF.length(); i++) {
                Hz3.free(SHELF.get(i));
            }
            Hz3.trim();
            MemoryUse use = Hz3.memoryUse();
            System.out.println(use.inUse() + " " + (use.resident() < 2 << 20));
        }

        /** The block that was there is freed: nearly all of them by another thread than the one that has allocated them. */
        private static void leaveOneBlock() {
            long number = Thread.currentThread().threadId();
            long passing = Hz3.allocate(16 + number % 5000);
            Thread.yield();
            Hz3.free(passing);
            Hz3.free(SHELF.getAndSet((int) (number * 31 % SHELF.length()), Hz3.allocate(16 + number % 3000)));
        }
    }

    @Test
    void aMillionVirtualThreadsLeaveNothingBehind() {
        ChildJvm.run(Million.class, List.of("-Xmx256m")).said("0 true");
    }
}
