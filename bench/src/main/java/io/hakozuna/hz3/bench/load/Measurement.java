package io.hakozuna.hz3.bench.load;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.result.Latency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one run of a load tells.
 *
 * @param opsPerSecond    throughput; of a workload one malloc, realloc or free is an operation, of a server one request
 * @param peakRssKib      the largest resident size
 * @param rssKib          the resident size after load and idling
 * @param remotePercent   blocks that were really freed by another thread, where the workload tells
 * @param fallbackPercent blocks that were meant for another thread and freed locally because the ring was full
 * @param latency         how long single calls took, where the workload tells, or null
 * @param residentKib     the resident size every {@link Program.Watch#STEP_MS} milliseconds
 * @param problem         why the run does not count, or null
 */
public record Measurement(double opsPerSecond, long peakRssKib, long rssKib, double remotePercent, double fallbackPercent,
                          Latency latency, List<Integer> residentKib, String problem) {
    /** A remote row with more fallbacks than this, in percent, does not test what its name says. */
    static final double FALLBACK_LIMIT = 0.1;

    private static final Pattern RESULT = Pattern.compile(
        "^\\[RESULT] ops=\\d+ seconds=[\\d.]+ ops_per_s=(\\d+) peak_rss_kib=(\\d+) rss_kib=(\\d+)$", Pattern.MULTILINE);
    private static final Pattern REMOTE = Pattern.compile(
        "^\\[EFFECTIVE_REMOTE] target=[\\d.]+ actual=([\\d.]+) fallback_rate=([\\d.]+)$", Pattern.MULTILINE);
    private static final Pattern LATENCY = Pattern.compile("^\\[LATENCY] (malloc|free) p50=([\\d.]+) p99=([\\d.]+) p99\\.9=([\\d.]+)"
        + " p99\\.99=([\\d.]+) worst=([\\d.]+)$", Pattern.MULTILINE);

    /** Reads the closing lines of a workload. */
    public static Measurement of(Program.Output output, List<Integer> residentKib) {
        Matcher result = RESULT.matcher(output.out());
        if (output.timedOut() || output.exit() != 0 || !result.find()) {
            return failed(output);
        }
        Matcher remote = REMOTE.matcher(output.out());
        boolean tells = remote.find();
        double fallback = tells ? Double.parseDouble(remote.group(2)) : 0;
        String problem = fallback > FALLBACK_LIMIT ? String.format(Locale.ROOT, "invalid: fallback %.1f %%", fallback) : null;
        return new Measurement(Double.parseDouble(result.group(1)), Long.parseLong(result.group(2)), Long.parseLong(result.group(3)),
            tells ? Double.parseDouble(remote.group(1)) : 0, fallback, latency(output.out()), residentKib, problem);
    }

    /** A valid run of something that tells neither where its blocks were freed nor how long single calls took. */
    public static Measurement plain(double opsPerSecond, long peakRssKib, long rssKib, List<Integer> residentKib) {
        return new Measurement(opsPerSecond, peakRssKib, rssKib, 0, 0, null, residentKib, null);
    }

    private static Latency latency(String out) {
        Map<String, Latency.Calls> calls = LATENCY.matcher(out).results().collect(Collectors.toMap(line -> line.group(1),
            line -> new Latency.Calls(Double.parseDouble(line.group(2)), Double.parseDouble(line.group(3)),
                Double.parseDouble(line.group(4)), Double.parseDouble(line.group(5)), Double.parseDouble(line.group(6)))));
        return calls.size() < 2 ? null : new Latency(calls.get("malloc"), calls.get("free"));
    }

    public static Measurement failed(String reason) {
        return new Measurement(0, 0, 0, 0, 0, null, List.of(), "failed: " + reason);
    }

    /** A run that ended with something other than 0, or not at all. */
    public static Measurement failed(Program.Output output) {
        return failed(failure(output));
    }

    private static String failure(Program.Output output) {
        if (output.timedOut()) {
            return "out of time";
        }
        String reason = output.exit() > 128 ? "signal " + (output.exit() - 128) : "exit " + output.exit();
        return output.err().lines().findFirst().map(line -> reason + ", " + line).orElse(reason);
    }
}
