package io.hakozuna.hz3.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a workload under one allocator.
 *
 * @param round           the round it belongs to: samples of one round are compared with each other
 * @param allocator       the allocator's label
 * @param opsPerSecond    throughput; one malloc or one free is an operation
 * @param peakRssKib      the largest resident size
 * @param rssKib          the resident size after all was freed and 200 ms of idling
 * @param fallbackPercent blocks that were meant for another thread and freed locally because the ring was full
 * @param problem         why the run does not count, or null
 */
record Sample(int round, String allocator, double opsPerSecond, long peakRssKib, long rssKib, double fallbackPercent, String problem) {
    /** A remote row with more fallbacks than this, in percent, does not test what its name says. */
    static final double FALLBACK_LIMIT = 0.1;

    private static final Pattern RESULT = Pattern.compile(
        "^\\[RESULT] ops=\\d+ seconds=[\\d.]+ ops_per_s=(\\d+) peak_rss_kib=(\\d+) rss_kib=(\\d+)$", Pattern.MULTILINE);
    private static final Pattern REMOTE = Pattern.compile(
        "^\\[EFFECTIVE_REMOTE] target=[\\d.]+ actual=[\\d.]+ fallback_rate=([\\d.]+)$", Pattern.MULTILINE);

    static Sample of(int round, String allocator, Program.Output output) {
        Matcher result = RESULT.matcher(output.out());
        if (output.timedOut() || output.exit() != 0 || !result.find()) {
            return new Sample(round, allocator, 0, 0, 0, 0, failure(output));
        }
        Matcher remote = REMOTE.matcher(output.out());
        double fallback = remote.find() ? Double.parseDouble(remote.group(1)) : 0;
        String problem = fallback > FALLBACK_LIMIT ? String.format(Locale.ROOT, "invalid: fallback %.1f %%", fallback) : null;
        return new Sample(round, allocator, Double.parseDouble(result.group(1)), Long.parseLong(result.group(2)),
            Long.parseLong(result.group(3)), fallback, problem);
    }

    boolean valid() {
        return problem == null;
    }

    /** The program crashed, hung or said nothing; an invalid run is no failure. */
    boolean failed() {
        return !valid() && opsPerSecond == 0;
    }

    private static String failure(Program.Output output) {
        if (output.timedOut()) {
            return "failed: out of time";
        }
        String reason = output.exit() > 128 ? "signal " + (output.exit() - 128) : "exit " + output.exit();
        return "failed: " + output.err().lines().findFirst().map(line -> reason + ", " + line).orElse(reason);
    }
}
