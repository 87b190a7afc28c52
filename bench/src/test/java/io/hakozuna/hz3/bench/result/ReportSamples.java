package io.hakozuna.hz3.bench.result;

import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.trace.TraceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Made-up results for the page: one with everything that a row can have or lack, and one in which nothing went well. */
public final class ReportSamples {
    /** What would end a script or begin a comment if the page took it for markup. */
    public static final String HOSTILE = "</script><!--<script>\u2028&amp;\"'{{report.css}}$1\\";

    private static final List<Allocator> ALLOCATORS = List.of(allocator("hz3"), allocator("glibc"), allocator("other"));

    private ReportSamples() {
    }

    /**
     * Ratios in five groups; two charts of speed against memory; the resident size of one row each about memory and programs, and of
     * another in a folded part; one curve, in two charts; one trace, in two charts.
     */
    public static BenchResult everything() {
        List<RowResult> rows = new ArrayList<>(List.of(
            row("small", "ssot", false, measured(2), 20),
            row("extreme", "threads", true, measured(0.5), 0),
            row("timed", "threads", true, timed(), 0),
            row("one failed", "threads", false, Samples.join(measured(1), failed("other")), 7),
            row("returned", "memory", false, measured(1.1), 30),
            row("program", "macro", false, measured(1), 8),
            row("replay", "trace", false, measured(1), 3),
            RowResult.skipped(Samples.catalogued("mixed"), "x", "a program is not installed")));
        for (double x : new double[] {1000, 10_000, 100_000}) {
            rows.add(new RowResult("blocks_" + x, "growth", "a curve", false, "blocks", x, "x", null,
                summaries(measured(1)), measured(1), List.of(), List.of()));
        }
        return result(rows).withTraces(List.of(new TraceProfile("a trace", HOSTILE, true, 1, 30, 2,
            List.of(new TraceProfile.Calls("malloc", 20), new TraceProfile.Calls("free", 10)), 0, 4096, 12, 12.5,
            List.of(new TraceProfile.Size(16, 15, 200), new TraceProfile.Size(32, 5, 160)),
            List.of(new TraceProfile.Lifetime(256, 10)), 10)));
    }

    /** All runs of all allocators failed, and the rows have neither timelines nor counts. */
    public static BenchResult nothingValid() {
        List<Sample> samples = ALLOCATORS.stream().flatMap(allocator -> failed(allocator.name()).stream()).toList();
        return result(List.of(row("small", "ssot", false, samples, 0),
            new RowResult("blocks_1", "growth", null, false, "blocks", 1, null, null, summaries(samples), samples, List.of(), List.of())));
    }

    public static BenchResult result(List<RowResult> rows) {
        BenchResult empty = BenchResult.begin("./hz3 bench " + HOSTILE, Samples.result().machine(), ALLOCATORS, 3, false);
        return rows.stream().reduce(empty, BenchResult::with, (one, other) -> other);
    }

    /** With timelines of so many points, and counted where it has any. */
    public static RowResult row(String name, String group, boolean secondary, List<Sample> samples, int points) {
        List<Timeline> timelines = ALLOCATORS.stream()
            .map(allocator -> new Timeline(allocator.name(), 50, IntStream.range(0, points).map(i -> 2000 + 10 * i).boxed().toList())).toList();
        List<OperationCount> counts = points == 0 ? List.of()
            : ALLOCATORS.stream().map(allocator -> OperationCount.of(allocator.name(), 46.5, 0.02)).toList();
        return new RowResult(name, group, "about " + name + " " + HOSTILE, secondary, null, 0, "x", null, summaries(samples), samples,
            timelines, counts);
    }

    /** hz3 so much faster than both peers. */
    public static List<Sample> measured(double ratio) {
        return Samples.join(Samples.of("hz3", 10e6 * ratio, 10.1e6 * ratio, 10.2e6 * ratio),
            Samples.join(Samples.of("glibc", 10e6, 10e6, 10e6), Samples.of("other", 10e6, 10e6, 10.1e6)));
    }

    /** With the times of single calls, and blocks that go to another thread. */
    private static List<Sample> timed() {
        Latency latency = new Latency(new Latency.Calls(20.6, 41, 166, 1232, 8_581_459), new Latency.Calls(1, 2, 3, 4, 5));
        return measured(1).stream().map(sample -> new Sample(sample.round(), sample.allocator(), sample.opsPerSecond(), sample.peakRssKib(),
            sample.rssKib(), 49.96, 0.004, latency, null)).toList();
    }

    /** Runs that come after the measured ones. */
    private static List<Sample> failed(String allocator) {
        return List.of(new Sample(4, allocator, 0, 0, 0, 0, 0, null, "failed: signal 11, " + HOSTILE));
    }

    private static List<Summary> summaries(List<Sample> samples) {
        return ALLOCATORS.stream().map(allocator -> Summary.of(samples, "hz3", allocator.name())).toList();
    }

    private static Allocator allocator(String name) {
        return new Allocator(name, "/x/lib" + name + ".so", true, "1.0 " + HOSTILE);
    }
}
