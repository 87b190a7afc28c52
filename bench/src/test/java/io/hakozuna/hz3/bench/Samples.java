package io.hakozuna.hz3.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Made-up measurements for the tests. */
final class Samples {
    private Samples() {
    }

    /** One sample per throughput, in rounds 1, 2, ...; a throughput of 0 makes an invalid one. */
    static List<Sample> of(String allocator, double... opsPerSecond) {
        return IntStream.range(0, opsPerSecond.length)
            .mapToObj(i -> new Sample(i + 1, allocator, opsPerSecond[i], 2048, 1024, 0, opsPerSecond[i] == 0 ? "failed: exit 1" : null))
            .toList();
    }

    static List<Sample> join(List<Sample> first, List<Sample> second) {
        List<Sample> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Two rows of hz3 against one peer: faster on the first, even on the second. */
    static BenchResult result() {
        Machine machine = new Machine("a CPU", 2, 4096, "6.1", "madvise", "0.10", "abc", "2026-01-02T03:04:05Z");
        List<Allocator> allocators = List.of(new Allocator("hz3", "/x/libhz3.so", true, "sha256 00"),
            new Allocator("peer", "/x/libpeer.so", true, "1.0"));
        List<RowResult> rows = List.of(
            RowResult.of("small", List.of("random_mixed", "1"), allocators,
                join(of("hz3", 30e6, 31e6, 32e6), of("peer", 15e6, 15e6, 16e6))),
            RowResult.of("mixed", List.of("random_mixed", "2"), allocators,
                join(of("hz3", 9e6, 10e6, 12e6), of("peer", 10e6, 10e6, 10e6))));
        return new BenchResult(BenchResult.SCHEMA, machine, allocators, 3, false, rows);
    }
}
