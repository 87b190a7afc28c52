package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Size classes, called bins by number. Up to 1 KiB a class every 16 bytes, so that the bin is the size in 16-byte units and no table
 * is read; from there to 32 KiB eight classes per doubling, so that at most an eighth is wasted.
 * <pre>
 *   bin 0          never holds an object
 *   bin 1 .. 64    16, 32, ... 1024 bytes
 *   bin 65 .. 104  1152, 1280, ... 2048, 2304, ... 32768 bytes
 *   bin 105 .. 120 1, 2, ... 16 pages: whole runs, see {@link Runs}; with guards that much less
 * </pre>
 * Every class size divides into objects that start at multiples of it from the span's start, which is aligned to 64 KiB: a class whose
 * size is a multiple of a power of two gives that alignment for free.
 */
@StaticInit
@Unmanaged
final class SizeClasses {
    /** Sizes up to this are served by linear classes. */
    static final long LINEAR_LIMIT = 1024;
    static final long LINEAR_BINS = 64;
    /** Sizes up to this come from bins; above are runs of pages. */
    static final long SMALL_LIMIT = 32768;
    /** Bins below this hold objects of spans, those from here on whole runs. */
    static final int BINS = 105;
    static final int RUN_BIN_PAGES = 16;

    private SizeClasses() {
    }

    /** The bin of a size of 1 to {@link #SMALL_LIMIT} bytes. */
    static int binOf(long size) {
        return size <= LINEAR_LIMIT ? (int) ((size + 15) >>> 4) : steppedBinOf(size);
    }

    /** The bin of a size above {@link #LINEAR_LIMIT}: three bits below the leading one choose the step within the doubling. */
    static int steppedBinOf(long size) {
        long last = size - 1;
        int leading = 63 - Cpu.leadingZeros(last);
        return (leading << 3) + (int) (last >>> (leading - 3)) - 23;
    }

    /** The size of a bin's objects in bytes. */
    static int sizeOf(int bin) {
        if (bin <= LINEAR_BINS) {
            return bin << 4;
        }
        if (bin >= BINS) {
            return (bin - BINS + 1 << Arena.PAGE_SHIFT) - 2 * Guards.margin();
        }
        int step = bin - 65;
        return (9 + (step & 7)) << (7 + (step >>> 3));
    }

    /** The bin for runs of so many pages, 1 to {@link #RUN_BIN_PAGES}. */
    static int runBinOf(int pages) {
        return BINS - 1 + pages;
    }

    /** Pages of a span of the bin: at least eight objects in each span, in at most 256 KiB. */
    static int pagesOf(int bin) {
        int size = sizeOf(bin);
        return size <= 8192 ? 1 : size <= 16384 ? 2 : 4;
    }

    /**
     * The least size from the given one on of which all objects lie at the alignment, a power of two, if it is small: the next multiple of
     * that is a class of its own, or lies in a doubling whose steps are multiples of the alignment.
     */
    static long alignedSize(long size, long alignment) {
        return size + alignment - 1 & -alignment;
    }
}
