package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.Latency;
import io.hakozuna.hz3.bench.result.Summary;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a workload tells beside throughput and memory, in the last column of the table. */
final class Notes {
    private Notes() {
    }

    static String of(Summary summary) {
        return Stream.of(remote(summary), latency(summary.latency()), summary.problem()).filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    }

    /** {@code remote 50.0 %, fallback 0.00 %}, or null where no block went to another thread. */
    private static String remote(Summary summary) {
        return summary.remotePercent() == 0 ? null
            : ResultTable.number("remote %.1f %%, fallback %.2f %%", summary.remotePercent(), summary.fallbackPercent());
    }

    private static String latency(Latency latency) {
        return latency == null ? null
            : "malloc " + calls(latency.malloc()) + ", free " + calls(latency.free()) + " (p50/99/99.9/99.99/worst)";
    }

    private static String calls(Latency.Calls calls) {
        return Stream.of(calls.p50(), calls.p99(), calls.p999(), calls.p9999(), calls.worst()).map(Notes::time)
            .collect(Collectors.joining("/"));
    }

    /** {@code 21n}, {@code 3.4u}, {@code 12m}: seconds with their prefix, to two digits. */
    static String time(double nanoseconds) {
        if (nanoseconds >= 1e6) {
            return short2(nanoseconds / 1e6) + "m";
        }
        return nanoseconds >= 1e3 ? short2(nanoseconds / 1e3) + "u" : short2(nanoseconds) + "n";
    }

    private static String short2(double value) {
        return ResultTable.number(value < 10 ? "%.1f" : "%.0f", value);
    }
}
