package io.hakozuna.hz3.bench.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Goes through a trace in the order of all threads and finds out which block each call is about. Calls on blocks from before the
 * recording are left out. In a trace that was cut off the end of a block may be missing: then it ended before its address came again.
 */
final class Recording {
    /** Calls of all threads in an epoch of the replay. */
    static final int EPOCH_CALLS = 4096;

    private final TraceFile trace;
    private final Listener listener;
    private final AddressMap blocks = new AddressMap();
    private final Slots slots = new Slots();
    private final Map<RecordReader, Thread> threads = new HashMap<>();
    private int numbered;
    private long calls;
    private long unknownFrees;
    private long missingFrees;

    /** What is known of a thread on the way: its number, and the block that its realloc was given and has not given back. */
    private static final class Thread {
        private static final int NONE = -1;

        private int number = NONE;
        private long oldAddress;
        private int oldSlot = AddressMap.NONE;
    }

    private Recording(TraceFile trace, Listener listener) {
        this.trace = trace;
        this.listener = listener;
    }

    /** Tells the listener all of a trace and returns the sums. */
    static Recording play(TraceFile trace, Listener listener) {
        Recording recording = new Recording(trace, listener);
        recording.playAll();
        return recording;
    }

    private void playAll() {
        PriorityQueue<RecordReader> waiting = new PriorityQueue<>((a, b) -> Long.compare(a.number(), b.number()));
        List<RecordReader> readers = new ArrayList<>(trace.readers());
        readers.removeIf(reader -> !reader.next());
        waiting.addAll(readers);
        for (RecordReader reader = waiting.poll(); reader != null; reader = waiting.poll()) {
            Thread thread = threads.computeIfAbsent(reader, added -> new Thread());
            long limit = waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().number();
            boolean more = true;
            while (more && reader.number() <= limit) {
                play(reader, thread);
                more = reader.next();
            }
            if (more) {
                waiting.add(reader);
            }
        }
    }

    private void play(RecordReader record, Thread thread) {
        switch (record.operation()) {
            case MALLOC, CALLOC, ALIGNED -> allocate(record, thread);
            case FREE -> free(thread, Operation.FREE, blocks.remove(record.address()));
            case REALLOC_OLD -> {
                thread.oldAddress = record.address();
                thread.oldSlot = blocks.remove(record.address());
            }
            case REALLOC -> {
                reallocate(record, thread);
                thread.oldSlot = AddressMap.NONE;
                thread.oldAddress = 0;
            }
            case THREAD_END -> {
                if (thread.number != Thread.NONE) {
                    listener.threadEnded(thread.number);
                }
            }
        }
    }

    private void allocate(RecordReader record, Thread thread) {
        int slot = slots.take(epoch());
        settle(thread, blocks.put(record.address(), slot));
        listener.allocated(number(thread), record.operation(), slot, record.size(), record.alignment());
        calls++;
    }

    private void reallocate(RecordReader record, Thread thread) {
        if (record.address() != 0 && thread.oldSlot != AddressMap.NONE) {
            int slot = slots.take(epoch());
            settle(thread, blocks.put(record.address(), slot));
            listener.reallocated(number(thread), thread.oldSlot, slot, record.size());
            slots.free(thread.oldSlot, epoch());
            calls++;
        } else if (record.address() != 0) {
            allocate(record, thread);
        } else if (record.size() == 0) {
            free(thread, Operation.REALLOC, thread.oldSlot);
        } else if (thread.oldSlot != AddressMap.NONE) {
            // It failed, and the old block lives on.
            blocks.put(thread.oldAddress, thread.oldSlot);
        }
    }

    private void free(Thread thread, Operation operation, int slot) {
        if (slot == AddressMap.NONE) {
            unknownFrees++;
            return;
        }
        listener.freed(number(thread), operation, slot);
        slots.free(slot, epoch());
        calls++;
    }

    /** The block that still had an address when it came again, if there is one, ended before. */
    private void settle(Thread thread, int slot) {
        if (slot != AddressMap.NONE) {
            free(thread, Operation.FREE, slot);
            missingFrees++;
        }
    }

    /** Threads are numbered by their first call that the listener is told of. */
    private int number(Thread thread) {
        if (thread.number == Thread.NONE) {
            thread.number = numbered++;
        }
        return thread.number;
    }

    private int epoch() {
        return (int) (calls / EPOCH_CALLS);
    }

    long calls() {
        return calls;
    }

    /** Frees that were left out, since the block is from before the recording. */
    long unknownFrees() {
        return unknownFrees;
    }

    /** Blocks whose end is not in the trace though their address came again; only in one that was cut off. */
    long missingFrees() {
        return missingFrees;
    }

    int threads() {
        return numbered;
    }

    int slots() {
        return slots.count();
    }
}
