package io.hakozuna.jmh.report;

import java.util.OptionalDouble;

/**
 * A row of a result: what one rival takes on one pattern.
 *
 * @param kind    of the blocks: raw, segment or buffer
 * @param pattern the pattern, with its parameters
 * @param rival   the allocator
 * @param nanos   the median time of an operation
 * @param garbage the median of the bytes that an operation leaves to the garbage collector, if they were counted
 */
record Measurement(String kind, String pattern, String rival, double nanos, OptionalDouble garbage) {
}
