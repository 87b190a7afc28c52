package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Redis under redis-benchmark: strings and lists with values of 16 to 1024 bytes; an operation is a request. */
final class RedisMix extends RealProgram {
    private static final List<Part> PARTS = List.of(new Part("set,get", 16, 100_000), new Part("set,get,lpush,lpop", 128, 75_000),
        new Part("set,get", 1024, 75_000), new Part("lpush,rpop", 512, 75_000), new Part("lrange_100", 64, 5_000));
    private static final Duration IDLE = Duration.ofMillis(500);

    /** The figure after a test's name. */
    private static final Pattern RATE = Pattern.compile("^\"[A-Z][^\"]*\",\"([\\d.]+)\"", Pattern.MULTILINE);

    /**
     * One call of redis-benchmark.
     *
     * @param tests    its tests
     * @param bytes    the size of a value
     * @param requests how many requests each test makes
     */
    private record Part(String tests, int bytes, int requests) {
        private String options(boolean quick) {
            return "-P 16 -r 100000 -t " + tests + " -d " + bytes + " -n " + amount(requests, quick);
        }
    }

    RedisMix() {
        super("redis-server", "redis-benchmark");
    }

    @Override
    public String describe(boolean quick) {
        return PARTS.stream().map(part -> "redis-benchmark " + part.options(quick)).collect(Collectors.joining("; "));
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        double requests = 0;
        double seconds = 0;
        try (RedisServer redis = new RedisServer(setting, folder)) {
            redis.awaitReady();
            for (Part part : PARTS) {
                int each = amount(part.requests(), setting.quick());
                double[] rates = redis.during(() -> run(redis, part.options(setting.quick()), setting.limit()));
                requests += (double) each * rates.length;
                seconds += DoubleStream.of(rates).map(rate -> each / rate).sum();
            }
            redis.idle(IDLE);
            return redis.finish(requests / seconds);
        }
    }

    private static double[] run(RedisServer redis, String options, Duration limit) {
        List<String> command = List.of(("redis-benchmark --csv -s " + redis.socket() + " " + options).split(" "));
        Program.Output output = Program.run(command, Map.of(), limit);
        double[] rates = rates(output.out());
        if (output.exit() != 0 || rates.length == 0) {
            throw new RunFailed("redis-benchmark " + (output.timedOut() ? "out of time" : "exit " + output.exit()
                + output.err().lines().findFirst().map(line -> ", " + line).orElse("")));
        }
        return rates;
    }

    /** The requests a second of each test. */
    static double[] rates(String csv) {
        return RATE.matcher(csv).results().mapToDouble(result -> Double.parseDouble(result.group(1))).toArray();
    }
}
