package io.hakozuna.hz3.arrow;

import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.rounding.RoundingPolicy;

/**
 * Apache Arrow's allocators on hz3.
 *
 * {@snippet :
 * try (RootAllocator allocator = Hz3Arrow.rootAllocator(512 << 20);
 *     IntVector vector = new IntVector("prices", allocator)) {
 *     vector.allocateNew(1000);
 * }
 * }
 *
 * <p>The allocators are Arrow's own: its limits, its tree of allocators, its transfers and its report of buffers that were not closed
 * work as ever. Only the memory comes from hz3, without Netty. One who configures more than the limit uses Arrow's builder:
 *
 * {@snippet :
 * new RootAllocator(RootAllocator.configBuilder().allocationManagerFactory(Hz3AllocationManager.FACTORY)
 *     .roundingPolicy(Hz3Arrow.ROUNDING_POLICY).listener(listener).maxAllocation(limit).build());
 * }
 *
 * <p><b>What must be there besides.</b> Arrow looks for a default manager when its first allocator is made, even if that one is given
 * another, and throws where it finds none. {@code hz3-arrow-default} is one: with it in place of {@code arrow-memory-netty} or
 * {@code arrow-memory-unsafe} every {@code new RootAllocator(limit)} of a program takes its buffers from hz3, with no change of code.
 *
 * <p><b>The command line.</b> Arrow 19 itself reads and writes through {@code sun.misc.Unsafe} and opens {@code java.nio}, whoever
 * allocates. So a program needs {@code --add-opens=java.base/java.nio=org.apache.arrow.memory.core,ALL-UNNAMED}, and from JDK 24 on
 * {@code --sun-misc-unsafe-memory-access=allow} to have no warnings; {@code deny} leaves Arrow without a way to its buffers. hz3 wants
 * {@code --enable-native-access=io.hakozuna.hz3}, or {@code ALL-UNNAMED} on the class path.
 */
public final class Hz3Arrow {
    /**
     * Rounds the sizes of buffers up to the sizes of hz3's blocks: to a multiple of 16 bytes up to 1 KiB, to one of eight sizes a
     * doubling up to 32 KiB, and to a multiple of 4 KiB beyond. So a buffer has an eighth more than was asked for at most (or 15 bytes),
     * where Arrow's own policy rounds up to the next power of two, below 16 MiB. Over sizes that are spread evenly by their logarithm
     * from 256 bytes to 16 MiB that is 2 % more on average, in place of 44 %.
     *
     * <p>Arrow counts a buffer by its rounded size, and its vectors of fixed width fill all of it with zeroes, so both what counts for
     * the limits and what is in memory get less. hz3 serves either policy; without this one its finer sizes go unused.
     */
    public static final RoundingPolicy ROUNDING_POLICY = new BlockRounding();

    private Hz3Arrow() {
    }

    /** A new root allocator, with {@link #ROUNDING_POLICY}, that takes its buffers from hz3 up to a limit in bytes. To be closed as any. */
    public static RootAllocator rootAllocator(long limit) {
        return new RootAllocator(RootAllocator.configBuilder().allocationManagerFactory(Hz3AllocationManager.FACTORY)
            .roundingPolicy(ROUNDING_POLICY).maxAllocation(limit).build());
    }
}
