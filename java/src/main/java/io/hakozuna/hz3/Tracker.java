package io.hakozuna.hz3;

import java.util.List;

/** Follows blocks from their allocation to their end. All methods may be called by any thread. */
interface Tracker {
    /** A block, of an arena that was opened at the place or, if null, of none that is known. Never 0. */
    long allocate(long size, long alignment, boolean zeroed, Place opened);

    /** As {@link Hz3#reallocate}. */
    long reallocate(long address, long size);

    /** Frees a block; the address is not 0. */
    void free(long address);

    /** As {@link Hz3#usableSize}; the address is not 0. */
    long usableSize(long address);

    /** A block is not to count as a leak. */
    void disown(long address);

    /** Looks at all that nobody may have written; what is wrong is said to be found by the name. */
    List<MemoryMisuseException> verify(String foundBy);

    /** Blocks that the program holds, by place, the most bytes first. */
    List<LiveBlocks> held();

    /** Gives the allocator the freed blocks that are kept. */
    void flush();

    /** Blocks of which there is a record. */
    long blocks();

    /** Bytes of freed blocks that are kept. */
    long keptBytes();

    /** All memory goes: no block is known any more. */
    void forgetAll();
}
