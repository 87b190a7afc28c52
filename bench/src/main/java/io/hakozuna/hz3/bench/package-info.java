/**
 * The bench: C workloads from the literature and real programs, run under hz3 and its peers side by side in interleaved rounds and
 * compared by medians of paired ratios, with the resident sizes beside the throughput; and instruction counts under callgrind.
 *
 * <p>{@link io.hakozuna.hz3.bench.Bench} is the command. The rooms: {@code load} has the rows, {@code setup} the allocators and the
 * machine, {@code run} measures, {@code result} compares and keeps, {@code report} shows, {@code count} counts instructions.
 */
package io.hakozuna.hz3.bench;
