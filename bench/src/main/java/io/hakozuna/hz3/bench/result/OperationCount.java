package io.hakozuna.hz3.bench.result;

/**
 * What an operation of a row costs inside one allocator.
 *
 * @param allocator    the allocator's label
 * @param instructions instructions of one operation, on average
 * @param atomics      atomic operations of one operation, on average
 * @param problem      why they could not be counted, or null
 */
public record OperationCount(String allocator, double instructions, double atomics, String problem) {
    public static OperationCount of(String allocator, double instructions, double atomics) {
        return new OperationCount(allocator, instructions, atomics, null);
    }

    public static OperationCount failed(String allocator, String problem) {
        return new OperationCount(allocator, 0, 0, problem);
    }
}
