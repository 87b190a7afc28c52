package io.hakozuna.hz3.bench.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts what a replay will have, before it is written: each thread's epochs and words, and each epoch's threads. */
final class ReplayPlan implements ReplayWords.Sink {
    private final List<Stream> streams = new ArrayList<>();
    private final List<Integer> threadsByEpoch = new ArrayList<>();
    private long words;

    /** One thread's. */
    static final class Stream {
        private final int firstEpoch;
        private final long firstPlace;
        private int lastEpoch = -1;
        private long lastPlace;
        private long words;

        private Stream(int firstEpoch, long firstPlace) {
            this.firstEpoch = firstEpoch;
            this.firstPlace = firstPlace;
        }

        int firstEpoch() {
            return firstEpoch;
        }

        long words() {
            return words;
        }
    }

    @Override
    public void put(int thread, int epoch, long word) {
        if (thread == streams.size()) {
            streams.add(new Stream(epoch, words));
        }
        if (epoch == threadsByEpoch.size()) {
            threadsByEpoch.add(0);
        }
        Stream stream = streams.get(thread);
        if (stream.lastEpoch != epoch) {
            stream.lastEpoch = epoch;
            threadsByEpoch.set(epoch, threadsByEpoch.get(epoch) + 1);
        }
        stream.words++;
        stream.lastPlace = words++;
    }

    List<Stream> streams() {
        return streams;
    }

    /** For each thread, how many others had no words any more when it began. */
    long[] endedBefore() {
        long[] ends = streams.stream().mapToLong(stream -> stream.lastPlace).sorted().toArray();
        return streams.stream().mapToLong(stream -> -1 - Arrays.binarySearch(ends, stream.firstPlace)).toArray();
    }

    List<Integer> threadsByEpoch() {
        return threadsByEpoch;
    }
}
