package io.hakozuna.hz3.bench.trace;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sums up a trace. */
final class Profiler implements Listener {
    /** The smallest classes: sizes up to 16 bytes, lives of up to 256. */
    private static final int FIRST_SIZE_BITS = 4;
    private static final int FIRST_LIFETIME_BITS = 8;

    private final long[] calls = new long[Operation.values().length];
    private final long[] sizeCounts = new long[Long.SIZE];
    private final long[] sizeBytes = new long[Long.SIZE];
    private final long[] lifetimeCounts = new long[Long.SIZE];

    /** By slot: the block's size, all bytes that had been allocated when it began, and its thread. */
    private long[] sizes = new long[1024];
    private long[] births = new long[1024];
    private int[] owners = new int[1024];

    private long allocatedBytes;
    private long liveBytes;
    private long liveBlocks;
    private long peakLiveBytes;
    private long peakLiveBlocks;
    private long frees;
    private long remoteFrees;

    private Profiler() {
    }

    static TraceProfile profile(TraceFile trace) {
        Profiler profiler = new Profiler();
        Recording recording = Recording.play(trace, profiler);
        return profiler.sum(trace, recording);
    }

    @Override
    public void allocated(int thread, Operation operation, int slot, long size, long alignment) {
        calls[operation.ordinal()]++;
        begin(thread, slot, size);
    }

    @Override
    public void reallocated(int thread, int oldSlot, int slot, long size) {
        calls[Operation.REALLOC.ordinal()]++;
        end(oldSlot);
        begin(thread, slot, size);
    }

    @Override
    public void freed(int thread, Operation operation, int slot) {
        calls[operation.ordinal()]++;
        frees++;
        if (owners[slot] != thread) {
            remoteFrees++;
        }
        end(slot);
    }

    @Override
    public void threadEnded(int thread) {
    }

    private void begin(int thread, int slot, long size) {
        if (slot >= sizes.length) {
            sizes = Arrays.copyOf(sizes, 2 * sizes.length);
            births = Arrays.copyOf(births, sizes.length);
            owners = Arrays.copyOf(owners, sizes.length);
        }
        allocatedBytes += size;
        sizes[slot] = size;
        births[slot] = allocatedBytes;
        owners[slot] = thread;
        sizeCounts[bits(size, FIRST_SIZE_BITS, 1)]++;
        sizeBytes[bits(size, FIRST_SIZE_BITS, 1)] += size;
        liveBytes += size;
        liveBlocks++;
        peakLiveBytes = Math.max(peakLiveBytes, liveBytes);
        peakLiveBlocks = Math.max(peakLiveBlocks, liveBlocks);
    }

    private void end(int slot) {
        lifetimeCounts[bits(allocatedBytes - births[slot], FIRST_LIFETIME_BITS, 2)]++;
        liveBytes -= sizes[slot];
        liveBlocks--;
    }

    /** The lowest number n, counted from the first one by steps, with 2^n at least the value. */
    private static int bits(long value, int first, int step) {
        int bits = value <= 1L << first ? first : Long.SIZE - Long.numberOfLeadingZeros(value - 1);
        return first + (bits - first + step - 1) / step * step;
    }

    private TraceProfile sum(TraceFile trace, Recording recording) {
        int lastSize = last(sizeCounts);
        int lastLifetime = last(lifetimeCounts);
        return new TraceProfile(trace.file().getFileName().toString().replaceFirst("\\.trace$", ""), trace.command(), trace.cutOff(),
            trace.fileBytes(), recording.calls(), recording.threads(),
            Stream.of(Operation.MALLOC, Operation.CALLOC, Operation.ALIGNED, Operation.REALLOC, Operation.FREE)
                .map(kind -> new TraceProfile.Calls(kind.name().toLowerCase(Locale.ROOT), calls[kind.ordinal()])).toList(),
            recording.unknownFrees(), peakLiveBytes, peakLiveBlocks, frees == 0 ? 0 : 100.0 * remoteFrees / frees,
            IntStream.rangeClosed(FIRST_SIZE_BITS, lastSize)
                .mapToObj(bits -> new TraceProfile.Size(1L << bits, sizeCounts[bits], sizeBytes[bits])).toList(),
            IntStream.iterate(FIRST_LIFETIME_BITS, bits -> bits <= lastLifetime, bits -> bits + 2)
                .mapToObj(bits -> new TraceProfile.Lifetime(1L << bits, lifetimeCounts[bits])).toList(),
            liveBlocks);
    }

    /** The last class that has any, or -1. */
    private static int last(long[] counts) {
        return IntStream.range(0, counts.length).filter(bits -> counts[bits] != 0).max().orElse(-1);
    }
}
