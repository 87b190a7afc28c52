package io.hakozuna.hz3.bench.result;

/** Half the width of the interval that holds the mean of normal figures with 99 % confidence, in standard errors of that mean. */
final class Student {
    /** By degrees of freedom, from 1 on; from then on the series below is exact to 1 in 1000. */
    private static final double[] FIRST = {63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169};
    private static final double NORMAL = 2.575829;

    private Student() {
    }

    /** For so many figures, at least two. */
    static double factor(int figures) {
        int freedom = figures - 1;
        if (freedom <= FIRST.length) {
            return FIRST[freedom - 1];
        }
        double z = NORMAL;
        return z + (Math.pow(z, 3) + z) / (4.0 * freedom)
            + (5 * Math.pow(z, 5) + 16 * Math.pow(z, 3) + 3 * z) / (96.0 * freedom * freedom)
            + (3 * Math.pow(z, 7) + 19 * Math.pow(z, 5) + 17 * Math.pow(z, 3) - 15 * z) / (384.0 * freedom * freedom * freedom);
    }
}
