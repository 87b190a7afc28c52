/**
 * Traces of real programs, recorded by the lane {@code trace}: read, described and made ready for the replay.
 * {@link io.hakozuna.hz3.bench.trace.TraceFile} finds the chunks, {@link io.hakozuna.hz3.bench.trace.RecordReader} reads the records
 * of one thread, {@link io.hakozuna.hz3.bench.trace.Recording} brings those of all threads in order and knows which block a call is
 * about.
 */
package io.hakozuna.hz3.bench.trace;
