package io.hakozuna.hz3.internal;

import io.hakozuna.hz3.core.Statistics;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Buffers over the arena, one for each GiB of it, so that a block can be a part of a buffer that is there and needs none of its own.
 * Blocks of the arena lie in segments of 4 MiB, which the windows are multiples of, so that no such block lies in two windows.
 *
 * <p>Every caller gets the same buffers: their position and limit must stay as they are, and only absolute accesses may be made. All are
 * big-endian. All methods may be called by any thread.
 */
public final class Windows {
    private static final int SHIFT = 30;
    private static final long BYTES = 1L << SHIFT;
    /** More than the largest arena has. */
    private static final int MOST = 1 << 11;

    /** By the number of GiB from the arena's base, made when first asked for. Release and acquire: a buffer's fields are not final. */
    private static final AtomicReferenceArray<ByteBuffer> ALL = new AtomicReferenceArray<>(MOST);

    private Windows() {
    }

    /** The window that has all of a range of addresses, from {@link #offset} on; null if there is none. */
    public static ByteBuffer of(long address, long bytes) {
        long distance = address - Statistics.arenaBase();
        // The distance is unsigned: an address below the arena is far away. A mapping of its own may reach beyond a window.
        long index = distance >>> SHIFT;
        if (index >= MOST || (distance & BYTES - 1) + bytes > BYTES) {
            return null;
        }
        ByteBuffer window = ALL.getAcquire((int) index);
        return window != null ? window : make((int) index, distance);
    }

    /** Where an address is in its window. */
    public static int offset(long address) {
        return (int) (address - Statistics.arenaBase() & BYTES - 1);
    }

    private static ByteBuffer make(int index, long distance) {
        if (distance >= Statistics.arenaBytes()) {
            return null;
        }
        ByteBuffer window = view(Statistics.arenaBase() + ((long) index << SHIFT), (int) BYTES);
        ByteBuffer before = ALL.compareAndExchange(index, null, window);
        return before == null ? window : before;
    }

    /** A big-endian buffer of its own over a range of addresses. */
    public static ByteBuffer view(long address, int bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes).asByteBuffer();
    }
}
