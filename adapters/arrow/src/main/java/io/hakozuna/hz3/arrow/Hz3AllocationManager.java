package io.hakozuna.hz3.arrow;

import io.hakozuna.hz3.Hz3;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.ReferenceManager;

/**
 * The block of hz3 that a buffer of Arrow's lies in. The block has any contents, is aligned to 16 bytes, and is freed by whoever closes
 * the last buffer that shares it, in any thread.
 *
 * <p>Where hz3 has no memory, by {@code -Dhz3.mem.limit} or the system's, the allocator throws Arrow's {@link OutOfMemoryException} as it
 * does past its own limit; it tells what is in use.
 */
public final class Hz3AllocationManager extends AllocationManager {
    /**
     * Makes managers, for {@code RootAllocator.configBuilder().allocationManagerFactory(...)}. Any thread may use it, for any number of
     * allocators.
     */
    public static final Factory FACTORY = new Blocks();

    private final long address;
    private final long size;

    private Hz3AllocationManager(BufferAllocator allocator, long address, long size) {
        super(allocator);
        this.address = address;
        this.size = size;
    }

    /** What was asked for, since that is what the allocator has counted. */
    @Override
    public long getSize() {
        return size;
    }

    @Override
    protected long memoryAddress() {
        return address;
    }

    @Override
    protected void release0() {
        Hz3.free(address);
    }

    private static final class Blocks implements Factory {
        @Override
        public AllocationManager create(BufferAllocator accountingAllocator, long size) {
            // Before the manager, which an allocator in debug mode keeps from its first moment on.
            long address = allocate(size);
            try {
                return new Hz3AllocationManager(accountingAllocator, address, size);
            } catch (Throwable e) {
                Hz3.free(address);
                throw e;
            }
        }

        private static long allocate(long size) {
            try {
                return Hz3.allocate(size);
            } catch (OutOfMemoryError e) {
                throw new OutOfMemoryException(e.getMessage(), e);
            }
        }

        @Override
        public ArrowBuf empty() {
            return Empty.BUFFER;
        }
    }

    /**
     * Apart: the buffer's class looks for Arrow's default manager, which may be this one, and two threads that do so must not wait for
     * each other.
     */
    private static final class Empty {
        /** Without bytes, without memory, and never released, so that all allocators share it. */
        static final ArrowBuf BUFFER = new ArrowBuf(ReferenceManager.NO_OP, null, 0, 0);
    }
}
