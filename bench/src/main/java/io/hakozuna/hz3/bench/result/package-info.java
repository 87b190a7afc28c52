/**
 * What came out, and what it says: a {@code Sample} is one run, a {@code Summary} what the runs of one allocator on one row come to,
 * {@code Paired} the comparison of two allocators, {@code BenchResult} the whole, kept as JSON.
 */
package io.hakozuna.hz3.bench.result;
