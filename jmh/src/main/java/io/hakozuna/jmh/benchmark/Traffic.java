package io.hakozuna.jmh.benchmark;

import java.util.Random;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Sizes as a server asks for them: three log-normal kinds, of which six in ten are small (headers, keys; median 120 bytes), three in ten a
 * message (1500 bytes) and one in ten a body (16 KiB), from 16 bytes to 256 KiB, 3 KB on average. The same in every run.
 */
@State(Scope.Thread)
public class Traffic {
    public static final int LEAST = 16;
    public static final int MOST = 256 << 10;
    private static final int COUNT = 1 << 14;
    private static final int[] SIZES = new int[COUNT];
    private static final int[] SLOTS = new int[COUNT];

    static {
        Random random = new Random(25);
        for (int i = 0; i < COUNT; i++) {
            SIZES[i] = draw(random);
            SLOTS[i] = random.nextInt(Live.MOST);
        }
    }

    private int position;

    private static int draw(Random random) {
        int kind = random.nextInt(10);
        double size = kind < 6 ? logNormal(random, 120, 0.8) : kind < 9 ? logNormal(random, 1500, 0.7) : logNormal(random, 16 << 10, 0.8);
        return Math.clamp(Math.round(size), LEAST, MOST);
    }

    private static double logNormal(Random random, double median, double deviation) {
        return median * Math.exp(deviation * random.nextGaussian());
    }

    /** The size with that number; numbers go round. */
    public static int size(int number) {
        return SIZES[number & COUNT - 1];
    }

    /** Goes on to the next size and slot. */
    void next() {
        position++;
    }

    int size() {
        return size(position);
    }

    /** One of so many slots, a power of two. */
    int slot(int slots) {
        return SLOTS[position & COUNT - 1] & slots - 1;
    }
}
