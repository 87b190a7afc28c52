package io.hakozuna.hz3.preload;

import io.hakozuna.hz3.core.Allocator;
import io.hakozuna.hz3.core.Blocks;
import io.hakozuna.hz3.core.Count;
import io.hakozuna.hz3.core.Lifecycle;
import io.hakozuna.hz3.core.Trace;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.Export;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** The functions of malloc(3) with glibc's semantics; {@code exports.txt} gives them their names. */
@StaticInit
@Unmanaged
public final class Malloc {
    private static final long OS_PAGE = 4096;
    /** What glibc takes an alignment to be at least. */
    private static final long LEAST_ALIGNMENT = 16;

    private Malloc() {
    }

    @Export(name = "hz3_malloc")
    public static long malloc(long size) {
        return Count.allocated(Trace.allocated(Trace.MALLOC, Allocator.allocate(size, Tls.heap()), size), size);
    }

    @Export(name = "hz3_free")
    public static void free(long address) {
        Trace.freeing(address);
        Count.freeing(address);
        Allocator.free(address, Tls.heap());
    }

    @Export(name = "hz3_calloc")
    public static long calloc(long count, long size) {
        long bytes = product(count, size);
        return Count.allocated(Trace.allocated(Trace.CALLOC, Blocks.allocateZeroed(Tls.heap(), bytes), bytes), bytes);
    }

    @Export(name = "hz3_realloc")
    public static long realloc(long address, long size) {
        Trace.reallocating(address);
        Count.freeing(address);
        return Count.allocated(Trace.reallocated(address, Blocks.reallocate(Tls.heap(), address, size), size), size);
    }

    @Export(name = "hz3_reallocarray")
    public static long reallocarray(long address, long count, long size) {
        return realloc(address, product(count, size));
    }

    /** The product, or -1, for which there is never memory, if it does not fit in 63 bits. */
    private static long product(long count, long size) {
        if ((count | size) >>> 31 == 0) {
            return count * size;
        }
        return Native.multiply(count, size);
    }

    @Export(name = "hz3_posix_memalign")
    public static int posixMemalign(long result, long alignment, long size) {
        if (Long.compareUnsigned(alignment, Long.BYTES) < 0 || (alignment & alignment - 1) != 0) {
            return Errno.EINVAL;
        }
        int saved = Errno.get();
        long block = allocateAligned(alignment, size);
        if (block == 0) {
            Errno.set(saved);
            return Errno.ENOMEM;
        }
        Memory.putLong(result, block);
        return 0;
    }

    /** An alignment that is not a power of two is taken for the next one, as in glibc. */
    @Export(name = "hz3_memalign")
    public static long memalign(long alignment, long size) {
        if (Long.compareUnsigned(alignment, Long.MIN_VALUE) > 0) {
            Errno.set(Errno.EINVAL);
            return 0;
        }
        boolean isSmall = Long.compareUnsigned(alignment, LEAST_ALIGNMENT) <= 0;
        return allocateAligned(isSmall ? LEAST_ALIGNMENT : 2L << 63 - Cpu.leadingZeros(alignment - 1), size);
    }

    @Export(name = "hz3_aligned_alloc")
    public static long alignedAlloc(long alignment, long size) {
        return memalign(alignment, size);
    }

    @Export(name = "hz3_valloc")
    public static long valloc(long size) {
        return allocateAligned(OS_PAGE, size);
    }

    /** Rounds the size up to whole pages of the system. */
    @Export(name = "hz3_pvalloc")
    public static long pvalloc(long size) {
        long rounded = size < 0 ? size : size + OS_PAGE - 1 & -OS_PAGE;
        return allocateAligned(OS_PAGE, rounded);
    }

    private static long allocateAligned(long alignment, long size) {
        return Count.allocated(Trace.allocatedAligned(Blocks.allocateAligned(Tls.heap(), alignment, size), alignment, size), size);
    }

    @Export(name = "hz3_malloc_usable_size")
    public static long mallocUsableSize(long address) {
        return Blocks.usableSize(address);
    }

    /** The padding is ignored: glibc keeps it at the top of its heap, and there is no such place here. */
    @Export(name = "hz3_malloc_trim")
    public static int mallocTrim(long padding) {
        return Lifecycle.trim(Tls.heap()) ? 1 : 0;
    }

    /** Accepts and ignores glibc's parameters, none of which has a meaning here. */
    @Export(name = "hz3_mallopt")
    public static int mallopt(int parameter, int value) {
        return 1;
    }

    /**
     * Never runs. TeaVM translates what it can reach from here, so this calls every entry point.
     */
    public static void main(String[] arguments) {
        free(malloc(0));
        reallocarray(realloc(calloc(0, 0), 0), 0, 0);
        posixMemalign(0, 0, 0);
        alignedAlloc(0, 0);
        valloc(0);
        pvalloc(0);
        mallocUsableSize(0);
        mallocTrim(0);
        mallopt(0, 0);
        Hooks.main();
    }
}
