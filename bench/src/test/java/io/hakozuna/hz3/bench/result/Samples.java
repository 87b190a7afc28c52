package io.hakozuna.hz3.bench.result;

import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.load.Rows;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Made-up measurements for the tests. */
public final class Samples {
    private Samples() {
    }

    /** One sample per throughput, in rounds 1, 2, ...; a throughput of 0 makes an invalid one. */
    public static List<Sample> of(String allocator, double... opsPerSecond) {
        return IntStream.range(0, opsPerSecond.length)
            .mapToObj(i -> new Sample(i + 1, allocator, opsPerSecond[i], 2048, 1024, 0, 0, null,
                opsPerSecond[i] == 0 ? "failed: exit 1" : null))
            .toList();
    }

    public static List<Sample> join(List<Sample> first, List<Sample> second) {
        List<Sample> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Two rows of hz3 against one peer: faster on the first, even on the second. */
    public static BenchResult result() {
        Machine machine = new Machine("a CPU", 2, 4096, "6.1", "madvise", "0.10", "abc", "2026-01-02T03:04:05Z");
        List<Allocator> allocators = List.of(new Allocator("hz3", "/x/libhz3.so", true, "sha256 00"),
            new Allocator("peer", "/x/libpeer.so", true, "1.0"));
        List<RowResult> rows = List.of(
            row("small", allocators, join(of("hz3", 30e6, 31e6, 32e6), of("peer", 15e6, 15e6, 16e6))),
            row("mixed", allocators, join(of("hz3", 9e6, 10e6, 12e6), of("peer", 10e6, 10e6, 10e6))));
        return new BenchResult(BenchResult.SCHEMA, "./hz3 bench", machine, allocators, 3, false, true, null, rows,
            List.of());
    }

    /** A row of the catalogue with these samples. */
    public static RowResult row(String name, List<Allocator> allocators, List<Sample> samples) {
        Row row = catalogued(name);
        return RowResult.of(row, row.load().describe(false), allocators, samples, List.of());
    }

    public static Row catalogued(String name) {
        return new Rows(List.of()).named(List.of(name), List.of()).getFirst();
    }
}
