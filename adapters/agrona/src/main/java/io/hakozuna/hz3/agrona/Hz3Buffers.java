package io.hakozuna.hz3.agrona;

import io.hakozuna.hz3.Hz3;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Agrona's buffers over blocks of hz3.
 *
 * {@snippet :
 * UnsafeBuffer memory = Hz3Buffers.allocateZeroed(capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH);
 * RingBuffer ring = new OneToOneRingBuffer(memory);
 * Hz3Buffers.free(memory);                     // when no thread uses it any more
 * }
 *
 * <p>A buffer has exactly the capacity that was asked for, and Agrona checks the bounds of each access as ever. Nobody frees it but
 * {@link #free}: it holds no {@link java.nio.ByteBuffer} that the garbage collector would look after. So a buffer that wraps it, or a
 * part of it, must not be used after that, which nothing checks but {@code -Dhz3.check}.
 *
 * <p>Agrona needs {@code --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED} on the command line ({@code org.agrona} on the module
 * path), and hz3 {@code --enable-native-access=ALL-UNNAMED} ({@code io.hakozuna.hz3}).
 *
 * <p>All methods may be called by any thread, and a buffer may be freed by another than allocated it. A capacity below 0 is refused with an
 * {@link IllegalArgumentException}, and where there is no memory an {@link OutOfMemoryError} is thrown.
 */
public final class Hz3Buffers {
    private Hz3Buffers() {
    }

    /** A buffer with any contents, aligned to 16 bytes, which is enough for all that Agrona does with one. */
    public static UnsafeBuffer allocate(int capacity) {
        return new UnsafeBuffer(Hz3.allocate(capacity), capacity);
    }

    /**
     * A buffer with any contents at a multiple of the alignment, a power of two. It also has the bytes up to the next multiple to itself:
     * with {@link org.agrona.BitUtil#CACHE_LINE_LENGTH} no other block shares a cache line with it.
     */
    public static UnsafeBuffer allocate(int capacity, int alignment) {
        return new UnsafeBuffer(Hz3.allocateAligned(capacity, alignment), capacity);
    }

    /** A buffer whose bytes are 0, aligned to 16 bytes. */
    public static UnsafeBuffer allocateZeroed(int capacity) {
        return new UnsafeBuffer(Hz3.allocateZeroed(capacity), capacity);
    }

    /** As {@link #allocate(int, int)}, but the bytes are 0, as the buffers that Agrona lays its rings and counters over must be. */
    public static UnsafeBuffer allocateZeroed(int capacity, int alignment) {
        UnsafeBuffer buffer = allocate(capacity, alignment);
        buffer.setMemory(0, capacity, (byte) 0);
        return buffer;
    }

    /**
     * Frees the block of a buffer of this class, or one that wraps the whole of it, and leaves the buffer with a capacity of 0: an access
     * by it throws from now on, and to free it again does nothing. Throws an {@link IllegalArgumentException} if the buffer lies in the
     * Java heap, in a {@link java.nio.ByteBuffer} or elsewhere in another buffer, since then its address is no block's.
     */
    public static void free(DirectBuffer buffer) {
        if (buffer.byteArray() != null || buffer.byteBuffer() != null || buffer.wrapAdjustment() != 0) {
            throw new IllegalArgumentException("no block of hz3: " + buffer);
        }
        long address = buffer.addressOffset();
        // First: a buffer that cannot be wrapped anew frees its memory itself.
        buffer.wrap(0, 0);
        Hz3.free(address);
    }
}
