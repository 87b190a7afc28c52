package io.hakozuna.hz3.bench.macro;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongUnaryOperator;

/**
 * What the JVM's row runs: two threads that allocate off-heap memory in arenas and direct buffers, and load hidden classes, each of
 * which the optimizing compiler then takes on anew. An operation is one round of one thread.
 */
public final class JvmWork {
    private static final int THREADS = 2;
    private static final int SEGMENTS = 200;
    private static final int BUFFERS = 64;
    private static final int CALLS = 5_000;
    private static final int IDLE_MS = 500;

    private JvmWork() {
    }

    /** What is loaded again and again. */
    static final class Kernel implements LongUnaryOperator {
        private final long[] table = new long[64];

        @Override
        public long applyAsLong(long value) {
            long sum = value;
            for (int i = 0; i < table.length; i++) {
                table[i] += sum ^ i;
                sum += Long.rotateLeft(table[i], i) * 31 + (sum % 7 == 0 ? table[(int) (sum & 63)] : i);
            }
            return sum;
        }
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]) / THREADS;
        byte[] kernel = kernel();
        long start = System.nanoTime();
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            Future<Long> first = executor.submit(thread(rounds, kernel));
            Future<Long> second = executor.submit(thread(rounds, kernel));
            if (!first.get().equals(second.get())) {
                throw new IllegalStateException("the threads did the same and got different results");
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.gc();
        Thread.sleep(IDLE_MS);
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        System.out.printf(Locale.ROOT, "[RESULT] ops=%d seconds=%.6f ops_per_s=%.0f peak_rss_kib=%d rss_kib=%d%n",
            rounds * THREADS, seconds, rounds * THREADS / seconds, kib(status, "VmHWM:"), kib(status, "VmRSS:"));
    }

    private static Callable<Long> thread(int rounds, byte[] kernel) {
        return () -> {
            SplittableRandom random = new SplittableRandom(1);
            ByteBuffer[] kept = new ByteBuffer[BUFFERS];
            long sum = 0;
            for (int round = 0; round < rounds; round++) {
                sum = sum * 31 + arenas(random) + buffers(random, kept) + hotClass(kernel, round);
            }
            return sum;
        };
    }

    /** Segments of up to 16 KiB, freed together. */
    private static long arenas(SplittableRandom random) {
        long sum = 0;
        try (Arena confined = Arena.ofConfined(); Arena shared = Arena.ofShared()) {
            for (int i = 0; i < SEGMENTS; i++) {
                MemorySegment segment = (i % 4 == 0 ? shared : confined).allocate(1 + random.nextInt(16_384));
                sum += segment.get(ValueLayout.JAVA_BYTE, segment.byteSize() - 1);
                segment.set(ValueLayout.JAVA_BYTE, segment.byteSize() / 2, (byte) i);
                sum += segment.byteSize();
            }
        }
        return sum;
    }

    /** Direct buffers, freed when the collector finds that they are garbage. */
    private static long buffers(SplittableRandom random, ByteBuffer[] kept) {
        long sum = 0;
        for (int i = 0; i < BUFFERS / 4; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(64 + random.nextInt(i == 0 ? 262_144 : 16_384));
            buffer.putInt(0, i);
            int slot = random.nextInt(BUFFERS);
            sum += kept[slot] == null ? 0 : kept[slot].getInt(0);
            kept[slot] = buffer;
        }
        return sum;
    }

    private static long hotClass(byte[] bytes, int round) throws ReflectiveOperationException {
        Class<?> loaded = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
        LongUnaryOperator kernel = (LongUnaryOperator) loaded.getDeclaredConstructor().newInstance();
        long sum = round;
        for (int call = 0; call < CALLS; call++) {
            sum = kernel.applyAsLong(sum);
        }
        return sum;
    }

    private static byte[] kernel() throws IOException {
        try (InputStream in = JvmWork.class.getResourceAsStream("JvmWork$Kernel.class")) {
            return in.readAllBytes();
        }
    }

    private static long kib(List<String> status, String field) {
        return status.stream().filter(line -> line.startsWith(field))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }
}
