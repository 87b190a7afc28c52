package io.hakozuna.hz3;

/**
 * What JMX clients see of hz3, as {@value Management#NAME} once {@link Management#register} was called. Bytes; see {@link MemoryUse}.
 */
public interface Hz3MXBean {
    /** Blocks that the program holds. */
    long getInUse();

    /** Blocks that were freed and are ready for the next allocation. */
    long getCached();

    /** Free pages whose memory has not gone back to the system yet. */
    long getRetained();

    /** What of all that is in memory. */
    long getResident();

    /** What may be held; 0 if there is no limit. */
    long getLimit();

    /** As {@link Hz3#trim}. */
    boolean trim();
}
