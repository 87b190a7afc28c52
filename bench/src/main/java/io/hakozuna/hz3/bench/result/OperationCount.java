package io.hakozuna.hz3.bench.result;

/**
 * What an operation of a row costs inside one allocator.
 *
 * @param allocator    the allocator's label
 * @param instructions instructions of one operation, on average
 * @param atomics      atomic operations of one operation, on average
 */
public record OperationCount(String allocator, double instructions, double atomics) {
}
