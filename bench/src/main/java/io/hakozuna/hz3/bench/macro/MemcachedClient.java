package io.hakozuna.hz3.bench.macro;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * One connection with keys of its own. Batches of sets take turns with batches of gets: a server that has to wait until its answers
 * are read takes no more requests, so requests with long answers and long requests must not mix.
 */
final class MemcachedClient implements Callable<Void> {
    private static final int KEYS = 30_000;
    private static final int BATCH = 20;
    private static final int LEAST = 64;
    private static final int LARGEST = 8192;

    private final Path socket;
    private final int number;
    private final int requests;
    private final SplittableRandom random;
    private final byte[] value = new byte[LARGEST];
    /** The size of each key's value; 0 if it has none. */
    private final int[] sizes = new int[KEYS];

    MemcachedClient(Path socket, int number, int requests) {
        this.socket = socket;
        this.number = number;
        this.requests = requests;
        random = new SplittableRandom(number);
        Arrays.fill(value, (byte) 'v');
    }

    @Override
    public Void call() throws IOException {
        try (TextConnection connection = new TextConnection(socket)) {
            for (int done = 0; done < requests; done += 2 * BATCH) {
                set(connection);
                get(connection);
            }
        }
        return null;
    }

    private void set(TextConnection connection) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            int key = random.nextInt(KEYS);
            sizes[key] = size();
            connection.write("set " + name(key) + " " + sizes[key] + " 0 " + sizes[key] + "\r\n");
            connection.write(value, sizes[key]);
            connection.write("\r\n");
        }
        connection.flush();
        for (int i = 0; i < BATCH; i++) {
            expect("STORED", connection.readLine());
        }
    }

    private void get(TextConnection connection) throws IOException {
        int[] keys = random.ints(BATCH, 0, KEYS).toArray();
        for (int key : keys) {
            connection.write("get " + name(key) + "\r\n");
        }
        connection.flush();
        for (int key : keys) {
            if (sizes[key] > 0) {
                expect("VALUE " + name(key) + " " + sizes[key] + " " + sizes[key], connection.readLine());
                connection.skip(sizes[key]);
                expect("", connection.readLine());
            }
            expect("END", connection.readLine());
        }
    }

    /** Each power of two is as likely as the next. */
    private int size() {
        return (int) (LEAST * Math.pow((double) LARGEST / LEAST, random.nextDouble()));
    }

    private String name(int key) {
        return "client" + number + "-" + key;
    }

    private static void expect(String expected, String answer) {
        if (!answer.equals(expected)) {
            throw new RunFailed("memcached answered " + (answer.isEmpty() ? "nothing" : answer) + " and not " + expected);
        }
    }
}
