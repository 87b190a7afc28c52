package io.hakozuna.jmh.rival;

/** Blocks that are addresses. */
public interface RawRival {
    /** A block of at least 8 bytes that has been touched, see {@link Touch}. */
    long allocate(int size);

    void free(long address);

    /** For the calling thread. Only the class that is asked for is loaded. */
    static RawRival named(String name) {
        return switch (name) {
            case "none" -> new NoRaw();
            case "hz3" -> new Hz3Raw();
            case "hz3-local" -> new Hz3LocalRaw();
            case "malloc-critical" -> new CriticalMallocRaw();
            case "malloc" -> new MallocRaw();
            default -> throw new IllegalArgumentException("no rival " + name + " of raw memory");
        };
    }
}
