package io.hakozuna.hz3.bench.report;

import java.util.stream.DoubleStream;

/** The mean of ratios, for which twice as fast and half as fast cancel out. What is not a positive number does not count. */
final class GeometricMean {
    private GeometricMean() {
    }

    /** Null if nothing counts. */
    static Double of(DoubleStream ratios) {
        double[] logarithms = ratios.filter(ratio -> ratio > 0 && Double.isFinite(ratio)).map(Math::log).toArray();
        return logarithms.length == 0 ? null : (Double) Math.exp(DoubleStream.of(logarithms).average().orElseThrow());
    }
}
