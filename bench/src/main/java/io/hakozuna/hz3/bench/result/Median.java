package io.hakozuna.hz3.bench.result;

import java.util.stream.DoubleStream;

/** The median of some numbers; of an even count the mean of the two in the middle, of none 0. */
public final class Median {
    private Median() {
    }

    public static double of(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
