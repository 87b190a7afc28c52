package io.hakozuna.hz3.lwjgl;

import io.hakozuna.hz3.Hz3;
import org.lwjgl.system.MemoryUtil;

/**
 * LWJGL's allocator on hz3: what {@code MemoryUtil.memAlloc} and its like, the structs and the buffers of LWJGL are made of. It is chosen
 * on the command line by {@code -Dorg.lwjgl.system.allocator=io.hakozuna.hz3.lwjgl.Hz3MemoryAllocator}, or by the program before it uses
 * any other class of LWJGL:
 *
 * {@snippet :
 * Configuration.MEMORY_ALLOCATOR.set(new Hz3MemoryAllocator());
 * }
 *
 * <p>Where the class cannot be loaded LWJGL takes the system's allocator without a word, but for {@code -Dorg.lwjgl.util.Debug=true}.
 *
 * <p><b>Native libraries</b> that LWJGL binds, such as stb, allocate through the same allocator by functions of C. Those that this one
 * gives them, {@link #getMalloc} and so on, call back into Java, from any thread. They are made when the first library asks, which takes
 * some thirty milliseconds, and live as long as the JVM. A call costs about fifty nanoseconds more than one from Java, and a native
 * function that was bound as critical, in which Java cannot be called, must not use them.
 *
 * <p>hz3 needs {@code --enable-native-access=io.hakozuna.hz3} and for these functions {@code io.hakozuna.hz3.lwjgl} too, or
 * {@code ALL-UNNAMED} on the class path; LWJGL itself needs {@code org.lwjgl}.
 *
 * <p>The methods do what the functions of C of their names do, and return 0 where there is no memory, or hz3 is closed; of that LWJGL
 * makes an {@link OutOfMemoryError}. Sizes are unsigned. All blocks are aligned to 16 bytes at least. Any thread may call them at any
 * time, and free what another allocated; aligned blocks and others are freed alike.
 */
public final class Hz3MemoryAllocator implements MemoryUtil.MemoryAllocator {
    private static final long NULL = 0;

    /** For LWJGL, and for {@code Configuration.MEMORY_ALLOCATOR}; one is as good as another. */
    public Hz3MemoryAllocator() {
    }

    @Override
    public long getMalloc() {
        return NativeFunctions.MALLOC;
    }

    @Override
    public long getCalloc() {
        return NativeFunctions.CALLOC;
    }

    @Override
    public long getRealloc() {
        return NativeFunctions.REALLOC;
    }

    @Override
    public long getFree() {
        return NativeFunctions.FREE;
    }

    @Override
    public long getAlignedAlloc() {
        return NativeFunctions.ALIGNED_ALLOC;
    }

    /** That of {@link #getFree}. */
    @Override
    public long getAlignedFree() {
        return NativeFunctions.FREE;
    }

    @Override
    public long malloc(long size) {
        if (size < 0) {
            return NULL;
        }
        try {
            return Hz3.allocate(size);
        } catch (OutOfMemoryError | IllegalStateException | IllegalArgumentException e) {
            return NULL;
        }
    }

    @Override
    public long calloc(long num, long size) {
        long bytes = num * size;
        if (bytes < 0 || Math.unsignedMultiplyHigh(num, size) != 0) {
            return NULL;
        }
        try {
            return Hz3.allocateZeroed(bytes);
        } catch (OutOfMemoryError | IllegalStateException | IllegalArgumentException e) {
            return NULL;
        }
    }

    /** A size of 0 frees the block and returns 0. */
    @Override
    public long realloc(long ptr, long size) {
        if (size == 0 && ptr != NULL) {
            Hz3.free(ptr);
            return NULL;
        }
        if (size < 0) {
            return NULL;
        }
        try {
            return Hz3.reallocate(ptr, size);
        } catch (OutOfMemoryError | IllegalStateException | IllegalArgumentException e) {
            return NULL;
        }
    }

    @Override
    public void free(long ptr) {
        Hz3.free(ptr);
    }

    /** Returns 0 if the alignment is no power of two, too. */
    @Override
    public long aligned_alloc(long alignment, long size) {
        if (size < 0 || alignment <= 0 || (alignment & alignment - 1) != 0) {
            return NULL;
        }
        try {
            return Hz3.allocateAligned(size, alignment);
        } catch (OutOfMemoryError | IllegalStateException | IllegalArgumentException e) {
            return NULL;
        }
    }

    @Override
    public void aligned_free(long ptr) {
        Hz3.free(ptr);
    }
}
