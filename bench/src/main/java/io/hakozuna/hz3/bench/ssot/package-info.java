/**
 * The SSOT triage of {@code scripts/run_bench_hz3_ssot.sh}: the fixed cases under every allocator, a log with a header for each, and
 * GO or NO-GO for a build against a base build.
 */
package io.hakozuna.hz3.bench.ssot;
