import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Threads that compress, fill direct buffers and run loops which the JVM's optimizing compiler takes on, and then many short
 * threads. Everything that it prints is fixed. It must compile with Java 17.
 */
public final class Load {
    private static final int THREADS = 4;

    private Load() {
    }

    public static void main(String[] args) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        List<Future<String>> results = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int seed = thread;
            List<Callable<String>> parts = List.of(() -> compress(seed), () -> directBuffers(seed), () -> loops(seed), () -> objects(seed));
            parts.forEach(part -> results.add(executor.submit(part)));
        }
        for (Future<String> result : results) {
            System.out.println(result.get());
        }
        executor.shutdown();
        shortThreads();
    }

    private static RandomGenerator random(int seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Deflaters and inflaters, whose states zlib allocates. */
    private static String compress(int seed) throws DataFormatException {
        RandomGenerator random = random(seed);
        CRC32 crc = new CRC32();
        long packedBytes = 0;
        for (int round = 0; round < 150; round++) {
            byte[] data = new byte[1000 + random.nextInt(60000)];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (random.nextInt(8) * (i % 100 < 50 ? 1 : 17));
            }
            byte[] packed = new byte[data.length * 2 + 100];
            Deflater deflater = new Deflater(1 + round % 9);
            deflater.setInput(data);
            deflater.finish();
            int length = deflater.deflate(packed);
            deflater.end();
            Inflater inflater = new Inflater();
            inflater.setInput(packed, 0, length);
            byte[] back = new byte[data.length];
            if (inflater.inflate(back) != data.length || !java.util.Arrays.equals(data, back)) {
                throw new IllegalStateException("round " + round + " of thread " + seed + " came back changed");
            }
            inflater.end();
            crc.update(back);
            packedBytes += length;
        }
        return "compress " + seed + " " + crc.getValue() + " " + packedBytes;
    }

    /** Direct buffers, whose memory the JVM allocates and its collector frees. */
    private static String directBuffers(int seed) {
        RandomGenerator random = random(seed + 100);
        ByteBuffer[] kept = new ByteBuffer[100];
        CRC32 crc = new CRC32();
        for (int round = 0; round < 8000; round++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 + random.nextInt(round % 50 == 0 ? 300_000 : 4000));
            for (int i = 0; i < buffer.capacity(); i += 64) {
                if (buffer.get(i) != 0) {
                    throw new IllegalStateException("a new direct buffer is not zero at " + i);
                }
                buffer.put(i, (byte) (round + i));
            }
            int at = random.nextInt(kept.length);
            if (kept[at] != null) {
                crc.update(kept[at].duplicate());
            }
            kept[at] = buffer;
        }
        return "direct buffers " + seed + " " + crc.getValue();
    }

    private static String loops(int seed) {
        int n = 160;
        double[][] a = new double[n][n];
        double[][] b = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = (i * j + seed) % 7;
                b[i][j] = (i + j * seed) % 5;
            }
        }
        long sum = 0;
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double cell = 0;
                    for (int k = 0; k < n; k++) {
                        cell += a[i][k] * b[k][j];
                    }
                    sum = sum * 31 + (long) cell + round;
                }
            }
        }
        return "loops " + seed + " " + sum;
    }

    private static String objects(int seed) {
        RandomGenerator random = random(seed + 200);
        Map<String, StringBuilder> map = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            map.computeIfAbsent("key" + random.nextInt(2000), key -> new StringBuilder()).append(i % 10);
        }
        long sum = map.entrySet().stream().mapToLong(e -> (long) e.getKey().hashCode() * e.getValue().toString().hashCode()).sum();
        return "objects " + seed + " " + sum;
    }

    private static void shortThreads() throws InterruptedException {
        long[] sums = new long[400];
        for (int i = 0; i < sums.length; i++) {
            int at = i;
            Thread thread = new Thread(() -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(1000 + at);
                buffer.putInt(0, at);
                sums[at] = buffer.getInt(0) + buffer.capacity();
            });
            thread.start();
            thread.join();
        }
        System.out.println("short threads " + java.util.Arrays.stream(sums).sum());
    }
}
