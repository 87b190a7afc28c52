package io.hakozuna.hz3.agrona;

import io.hakozuna.hz3.Hz3;
import java.nio.ByteBuffer;
import org.agrona.AbstractMutableDirectBuffer;
import org.agrona.DirectBuffer;

/**
 * A buffer that grows as it is written to, in memory of hz3, as Agrona's {@link org.agrona.ExpandableDirectByteBuffer} does in memory of
 * the JVM: by half, up to 2 GiB, with zeroes where nothing was written. Blocks past 4 MiB grow by page tables and not by a copy, and no
 * buffers that it grew out of wait for the garbage collector.
 *
 * <p>Growing moves the memory. What was laid over it before, by another buffer's {@code wrap} or by {@link #addressOffset}, is not valid
 * any more.
 *
 * <p>For one thread at a time, which may change. To be closed; from then on reads and writes throw.
 */
public final class ExpandableHz3Buffer extends AbstractMutableDirectBuffer implements AutoCloseable {
    /** The largest capacity, in bytes. */
    public static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;
    /** The capacity in bytes where none is asked for. */
    public static final int INITIAL_CAPACITY = 128;
    private static final int LEAST_TO_GROW_FROM = 2;

    private boolean closed;

    /** A buffer of {@link #INITIAL_CAPACITY}. */
    public ExpandableHz3Buffer() {
        this(INITIAL_CAPACITY);
    }

    /**
     * A buffer of a capacity in bytes, which may be 0. Throws an {@link IllegalArgumentException} if it is below, and an
     * {@link OutOfMemoryError} where there is no memory, as does each write that makes the buffer grow; then it stays as it was.
     */
    public ExpandableHz3Buffer(int initialCapacity) {
        addressOffset = Hz3.allocateZeroed(initialCapacity);
        capacity = initialCapacity;
    }

    /** Frees the memory; does nothing if that was done before. */
    @Override
    public void close() {
        long address = addressOffset;
        closed = true;
        capacity = 0;
        addressOffset = 0;
        Hz3.free(address);
    }

    @Override
    protected void ensureCapacity(int index, int length) {
        if (index < 0 || length < 0) {
            throw new IndexOutOfBoundsException("index " + index + ", length " + length);
        }
        long end = (long) index + length;
        if (end > capacity) {
            grow(end);
        }
    }

    private void grow(long end) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (end > MAX_CAPACITY) {
            throw new IndexOutOfBoundsException("to byte " + end + ", of " + MAX_CAPACITY + " at most");
        }
        long grown = Math.max(capacity, LEAST_TO_GROW_FROM);
        while (grown < end) {
            grown = Math.min(grown + (grown >> 1), MAX_CAPACITY);
        }
        addressOffset = Hz3.reallocate(addressOffset, grown);
        int before = capacity;
        capacity = (int) grown;
        setMemory(before, capacity - before, (byte) 0);
    }

    @Override
    public boolean isExpandable() {
        return true;
    }

    /** Makes room up to the limit. */
    @Override
    public void checkLimit(int limit) {
        ensureCapacity(limit, 0);
    }

    @Override
    public int wrapAdjustment() {
        return 0;
    }

    /** There is none. */
    @Override
    public ByteBuffer byteBuffer() {
        return null;
    }

    /** The buffer has its own memory: throws an {@link UnsupportedOperationException}, as do all that follow. */
    @Override
    public void wrap(byte[] buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wrap(byte[] buffer, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wrap(ByteBuffer buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wrap(ByteBuffer buffer, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wrap(DirectBuffer buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wrap(DirectBuffer buffer, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wrap(long address, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "ExpandableHz3Buffer{address=" + addressOffset + ", capacity=" + capacity + (closed ? ", closed}" : "}");
    }
}
