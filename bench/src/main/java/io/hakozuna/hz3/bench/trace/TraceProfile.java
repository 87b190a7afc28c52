package io.hakozuna.hz3.bench.trace;

import java.nio.file.Path;
import java.util.List;

/**
 * What a recorded program asks of an allocator.
 *
 * @param name              the trace's file name without its ending
 * @param command           the program's command line
 * @param cutOff            whether the trace ends before the program did
 * @param fileBytes         the size of the trace
 * @param events            calls that got, resized or freed a block
 * @param threads           threads that made such calls
 * @param calls             the events by kind
 * @param unknownFrees      frees of blocks from before the recording, which are no events
 * @param peakLiveBytes     the most bytes that were allocated at once, as asked for
 * @param peakLiveBlocks    the most blocks that were allocated at once
 * @param remoteFreePercent frees by another thread than the one that allocated or last resized the block
 * @param sizes             what was allocated, by sizes as asked for; a resized block counts again
 * @param lifetimes         how many bytes the program allocated between a block's beginning and its end
 * @param neverFreed        blocks without an end
 */
public record TraceProfile(String name, String command, boolean cutOff, long fileBytes, long events, int threads, List<Calls> calls,
                           long unknownFrees, long peakLiveBytes, long peakLiveBlocks, double remoteFreePercent, List<Size> sizes,
                           List<Lifetime> lifetimes, long neverFreed) {
    /**
     * The calls of one kind.
     *
     * @param kind  malloc, calloc, aligned, realloc or free
     * @param count how many
     */
    public record Calls(String kind, long count) {
    }

    /**
     * Blocks above the size before this one's.
     *
     * @param upTo  the largest size in bytes, a power of two
     * @param count blocks
     * @param bytes their bytes
     */
    public record Size(long upTo, long count, long bytes) {
    }

    /**
     * Blocks that lived longer than the lifetime before this one.
     *
     * @param upTo  the longest lifetime in bytes, a power of four
     * @param count blocks
     */
    public record Lifetime(long upTo, long count) {
    }

    /** Reads the whole trace. Throws {@link io.hakozuna.hz3.bench.process.UsageError} where it is none. */
    public static TraceProfile of(Path file) {
        try (TraceFile trace = TraceFile.open(file)) {
            return Profiler.profile(trace);
        }
    }

    /** The calls of this kind. */
    public long count(String kind) {
        return calls.stream().filter(calls -> calls.kind().equals(kind)).mapToLong(Calls::count).sum();
    }
}
