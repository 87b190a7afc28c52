package io.hakozuna.hz3.bench.trace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Makes words of what a program did, for {@code replay.c}.
 * <pre>
 *   call:    | size, 32 bits | slot, 29 bits | operation, 3 bits |
 *            behind an aligned allocation its alignment, behind a realloc the new block's slot; behind a size of all ones the size
 *   epoch:   | number, 61 bits | 5 |
 *            before a thread's first call in the epoch, where it ends in one without, and at the end of the trace if it lives on
 * </pre>
 */
final class ReplayWords implements Listener {
    private static final long LONG_SIZE = 0xffff_ffffL;
    private static final int SIZE_SHIFT = 32;
    private static final int OPERATION_BITS = 3;
    private static final int EPOCH = 5;

    private final Sink sink;
    /** By thread. */
    private final List<Integer> epochs = new ArrayList<>();
    private final BitSet ended = new BitSet();
    private long calls;

    /** Takes the words of all threads in the order of the trace. */
    interface Sink {
        void put(int thread, int epoch, long word);
    }

    ReplayWords(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void allocated(int thread, Operation operation, int slot, long size, long alignment) {
        // A realloc without a block before is a malloc.
        call(thread, operation == Operation.REALLOC ? Operation.MALLOC : operation, slot, size, alignment);
    }

    @Override
    public void reallocated(int thread, int oldSlot, int slot, long size) {
        call(thread, Operation.REALLOC, oldSlot, size, slot);
    }

    @Override
    public void freed(int thread, Operation operation, int slot) {
        call(thread, Operation.FREE, slot, 0, 0);
    }

    @Override
    public void threadEnded(int thread) {
        enterEpoch(thread);
        ended.set(thread);
    }

    /** The trace has ended. */
    void finish() {
        for (int thread = ended.nextClearBit(0); thread < epochs.size(); thread = ended.nextClearBit(thread + 1)) {
            mark(thread, epoch());
        }
    }

    private void call(int thread, Operation operation, int slot, long size, long second) {
        int epoch = enterEpoch(thread);
        long shortSize = Math.min(size, LONG_SIZE);
        sink.put(thread, epoch, shortSize << SIZE_SHIFT | (long) slot << OPERATION_BITS | operation.ordinal());
        if (operation == Operation.ALIGNED || operation == Operation.REALLOC) {
            sink.put(thread, epoch, second);
        }
        if (shortSize == LONG_SIZE) {
            sink.put(thread, epoch, size);
        }
        calls++;
    }

    private int enterEpoch(int thread) {
        int epoch = epoch();
        if (thread == epochs.size()) {
            epochs.add(-1);
        }
        if (epochs.get(thread) != epoch) {
            mark(thread, epoch);
        }
        return epoch;
    }

    private void mark(int thread, int epoch) {
        epochs.set(thread, epoch);
        sink.put(thread, epoch, (long) epoch << OPERATION_BITS | EPOCH);
    }

    private int epoch() {
        return (int) (calls / Recording.EPOCH_CALLS);
    }
}
