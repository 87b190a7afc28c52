package io.hakozuna.hz3.verify.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hakozuna.hz3.verify.Run;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis gives the same answers and holds the same data under every lane as under glibc: after redis-benchmark has worked on it, to
 * some ten thousand commands, after it has reloaded all data, after it has freed all in the background, and in a forked child.
 */
final class RedisTest {
    private static final int ROUNDS = 3000;

    @TempDir
    private static Path shared;

    private static final Comparison ANSWERS = new Comparison((lane, directory) -> {
        Run redis = Run.of("redis-server", "--port", "0", "--unixsocket", "socket", "--dir", directory.toString(), "--logfile", "log",
            "--save", "", "--io-threads", "2", "--enable-debug-command", "yes", "--lazyfree-lazy-user-flush", "yes");
        StringBuilder results = new StringBuilder();
        try (Server server = new Server(redis.in(directory).under(lane), directory.resolve("output"))) {
            server.awaitReady(() -> command("glibc", directory, "PING").run().out().equals("PONG\n"));
            if (!lane.equals("glibc")) {
                Preload.assertIn(server.handle(), Run.library(lane).toRealPath());
            }
            results.append(Preload.run(benchmark(directory), lane, "redis-benchmark").err());
            ask(results, lane, directory, "FLUSHALL");
            results.append(Data.digest(command(lane, directory).reading(commands()).run().ok().printed())).append('\n');
            ask(results, lane, directory, "DEBUG", "DIGEST");
            ask(results, lane, directory, "DEBUG", "RELOAD");
            ask(results, lane, directory, "DEBUG", "DIGEST");
            ask(results, lane, directory, "BGSAVE");
            server.awaitReady(() -> command(lane, directory, "INFO", "persistence").run().out().contains("rdb_bgsave_in_progress:0"));
            ask(results, lane, directory, "FLUSHALL");
            results.append(server.stop());
        }
        assertOnlyRedisLogged(directory.resolve("log"));
        return results.append(redisCheck(directory)).toString();
    });

    /** Commands whose answers are fixed: none whose order depends on the server's own random numbers. */
    @BeforeAll
    static void writeCommands() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        try (BufferedWriter out = Files.newBufferedWriter(commands())) {
            for (int i = 0; i < ROUNDS; i++) {
                String text = "v".repeat(random.nextInt(i % 40 == 0 ? 20_000 : 400)) + i;
                int key = random.nextInt(ROUNDS / 4);
                out.write("SET s" + key + " " + text
                    + "\nAPPEND s" + random.nextInt(ROUNDS / 4) + " " + text + "\nGET s" + random.nextInt(ROUNDS / 4)
                    + "\nRPUSH l" + key % 50 + " " + text + " " + i + "\nLPOP l" + random.nextInt(50) + "\nLRANGE l" + key % 50 + " 0 3"
                    + "\nHSET h" + key % 30 + " f" + key + " " + text + "\nHGET h" + random.nextInt(30) + " f" + key
                    + "\nSADD m" + key % 20 + " " + i + " x" + i + "\nSISMEMBER m" + key % 20 + " " + (i - 1) + "\nSCARD m" + key % 20
                    + "\nZADD z" + key % 10 + " " + random.nextInt(1000) + " n" + i + "\nZRANGE z" + key % 10 + " 0 5 WITHSCORES"
                    + "\nINCRBY c" + key % 7 + " " + key + "\nEVAL \"return string.rep(ARGV[1], 3)\" 0 " + i
                    + "\n" + (i % 2 == 0 ? "DEL" : "UNLINK") + " s" + random.nextInt(ROUNDS / 4) + " h" + random.nextInt(300) + "\n");
            }
        }
    }

    private static Run benchmark(Path directory) {
        return Run.of("redis-benchmark", "-s", "socket", "-q", "-n", "6000", "-c", "20", "-P", "8", "-r", "5000", "-d", "300", "-t",
            "set,get,incr,lpush,rpush,lpop,rpop,sadd,hset,spop,zadd,zpopmin,mset,lrange_100").in(directory).within(Duration.ofSeconds(60));
    }

    private static Run command(String lane, Path directory, String... arguments) {
        List<String> command = Stream.concat(Stream.of("redis-cli", "-s", "socket"), Stream.of(arguments)).toList();
        return Run.of(command).in(directory).within(Duration.ofSeconds(60)).under(lane);
    }

    private static void ask(StringBuilder results, String lane, Path directory, String... arguments)
        throws IOException, InterruptedException {
        String answer = command(lane, directory, arguments).run().ok().printed();
        results.append(String.join(" ", arguments)).append(": ").append(answer).append('\n');
    }

    /** The dump that the forked child wrote is whole. */
    private static String redisCheck(Path directory) throws IOException, InterruptedException {
        String report = Run.of("redis-check-rdb", "dump.rdb").in(directory).run().ok().out();
        return report.lines().filter(line -> line.contains("keys read") || line.contains("looks OK"))
            .map(line -> line.replaceAll("^\\[.*?] ", "")).collect(Collectors.joining("\n"));
    }

    private static void assertOnlyRedisLogged(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            String foreign = lines.filter(line -> !line.matches("\\d+:([XCSM]|signal-handler) .*")).collect(Collectors.joining("\n"));
            assertEquals("", foreign, "lines in the log that are not Redis's");
        }
    }

    private static Path commands() {
        return shared.resolve("commands");
    }

    @EachLane
    void answers(String lane) throws Exception {
        ANSWERS.under(lane);
    }
}
