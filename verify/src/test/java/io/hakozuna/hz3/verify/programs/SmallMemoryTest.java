package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Python and Redis work in little address space with HZ3_MEM_LIMIT at 64 MiB, and give what they give there under glibc. Redis needs
 * more than 64 MiB of address space for itself, for its threads' stacks; under glibc it crashes there. The rest is enough for guard
 * pages, too.
 */
final class SmallMemoryTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final Comparison SCRIPT = new Comparison((lane, directory) -> {
        Run run = limited(64, PYTHON.toString(), Data.file("small_memory.py").toString()).in(directory).with("PYTHONHASHSEED", "0");
        return Preload.run(run, lane, PYTHON.toRealPath().getFileName().toString()).printed();
    });

    private static final Comparison SERVER = new Comparison((lane, directory) -> {
        Run redis = limited(112, "redis-server", "--port", "0", "--unixsocket", "socket", "--dir", directory.toString(), "--logfile", "log",
            "--save", "");
        try (Server server = new Server(redis.in(directory).under(lane), directory.resolve("output"))) {
            server.awaitReady(() -> ask(directory, "PING").out().equals("PONG\n"));
            if (!lane.equals("glibc")) {
                Preload.assertIn(server.handle(), Run.library(lane).toRealPath());
            }
            StringBuilder results = new StringBuilder();
            for (int round = 0; round < 3; round++) {
                String keys = IntStream.range(0, 8).mapToObj(i -> "k" + i).collect(Collectors.joining(" "));
                for (String key : keys.split(" ")) {
                    results.append(ask(directory, "EVAL", "for i = 1, 200 do redis.call('RPUSH', KEYS[1], string.rep('v', 2000 + i)) end "
                        + "redis.call('SET', 'big' .. KEYS[1], string.rep('w', 1000000)) return redis.call('LLEN', KEYS[1])", "1", key).out());
                }
                results.append(ask(directory, "LINDEX", "k3", "77").out()).append(ask(directory, "STRLEN", "bigk5").out())
                    .append(ask(directory, "FLUSHALL").out());
            }
            return results.append(server.stop()).toString();
        }
    });

    private static Run limited(int mebibytes, String... command) {
        String script = "ulimit -v " + mebibytes * 1024 + " && exec \"$@\"";
        List<String> shell = Stream.concat(Stream.of("/bin/sh", "-c", script, "sh"), Stream.of(command)).toList();
        return Run.of(shell).with("HZ3_MEM_LIMIT", "64M").within(Duration.ofSeconds(60));
    }

    private static Run.Result ask(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("redis-cli", "-s", "socket"), Stream.of(arguments)).toList();
        return Run.of(command).in(directory).run();
    }

    @EachLane
    void python(String lane) throws Exception {
        SCRIPT.under(lane);
    }

    @EachLane
    void redis(String lane) throws Exception {
        SERVER.under(lane);
    }
}
