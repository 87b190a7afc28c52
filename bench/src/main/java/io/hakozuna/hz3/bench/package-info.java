/**
 * The bench: small C workloads from the literature, run under hz3 and its peers side by side in interleaved rounds and compared by
 * medians of paired ratios, with the resident sizes beside the throughput; and instruction counts of the hot paths under callgrind.
 *
 * <p>{@link io.hakozuna.hz3.bench.Bench} is the command. A {@code Row} names a workload and its arguments, an {@code Allocator} a
 * library, a {@code Sample} one run, a {@code Summary} what the runs of one allocator on one row come to. {@code BenchResult} is the
 * whole, kept as JSON.
 */
package io.hakozuna.hz3.bench;
