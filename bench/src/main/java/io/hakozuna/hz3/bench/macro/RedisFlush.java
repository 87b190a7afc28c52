package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Redis is filled with strings, lists and hashes, values of 16 to 4096 bytes, and emptied. An operation is a command of the filling;
 * the resident size is the one after all was dropped and light pings went on for a while.
 */
final class RedisFlush extends RealProgram {
    private static final int VALUES = 150_000;
    private static final int BATCH = 100;
    private static final int LEAST = 16;
    private static final int LARGEST = 4096;
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration QUICK_IDLE = Duration.ofMillis(500);

    RedisFlush() {
        super("redis-server");
    }

    @Override
    public String describe(boolean quick) {
        return "redis-server: " + amount(VALUES, quick) + " values of " + LEAST + " to " + LARGEST + " bytes, FLUSHALL, "
            + idle(quick).toMillis() + " ms of pings";
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        int values = amount(VALUES, setting.quick());
        try (RedisServer redis = new RedisServer(setting, folder)) {
            redis.awaitReady();
            long start = System.nanoTime();
            redis.during(() -> {
                try (TextConnection connection = new TextConnection(redis.socket())) {
                    fill(connection, values);
                }
                return null;
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            redis.during(() -> {
                try (TextConnection connection = new TextConnection(redis.socket())) {
                    RedisServer.ask(connection, "FLUSHALL SYNC", "+OK");
                    RedisServer.ask(connection, "DBSIZE", ":0");
                }
                return null;
            });
            redis.idle(idle(setting.quick()));
            return redis.finish(values / seconds);
        }
    }

    private static Duration idle(boolean quick) {
        return quick ? QUICK_IDLE : IDLE;
    }

    private static void fill(TextConnection connection, int values) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] value = new byte[LARGEST];
        Arrays.fill(value, (byte) 'v');
        for (int first = 0; first < values; first += BATCH) {
            for (int i = first; i < first + BATCH; i++) {
                put(connection, random, i, value);
            }
            connection.flush();
            for (int i = 0; i < BATCH; i++) {
                String answer = connection.readLine();
                if (!answer.startsWith("+OK") && !answer.startsWith(":")) {
                    throw new RunFailed("Redis answered " + answer);
                }
            }
        }
    }

    /** Each power of two of the sizes is as likely as the next. */
    private static void put(TextConnection connection, SplittableRandom random, int i, byte[] value) throws IOException {
        int length = (int) (LEAST * Math.pow((double) LARGEST / LEAST, random.nextDouble()));
        int kind = random.nextInt(100);
        if (kind < 70) {
            command(connection, "SET", "string:" + i);
        } else if (kind < 85) {
            command(connection, "RPUSH", "list:" + random.nextInt(2000));
        } else {
            command(connection, "HSET", "hash:" + random.nextInt(4000), "field:" + i);
        }
        connection.write("$" + length + "\r\n");
        connection.write(value, length);
        connection.write("\r\n");
    }

    /** All of a command but its last argument. */
    private static void command(TextConnection connection, String... words) throws IOException {
        StringBuilder text = new StringBuilder("*").append(words.length + 1).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        connection.write(text.toString());
    }
}
