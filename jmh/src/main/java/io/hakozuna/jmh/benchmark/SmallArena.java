package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.ArenaRival;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.openjdk.jmh.annotations.Benchmark;

/** An arena is opened, ten segments of 5 to 100 bytes are allocated in it and touched, and it is closed. */
public class SmallArena extends Measured {
    private static final int[] SIZES = {5, 100, 16, 48, 8, 64, 24, 80, 12, 32};

    @Benchmark
    public void segment(ArenaState state) {
        ArenaRival arenas = state.arenas;
        Arena arena = arenas.open();
        for (int size : SIZES) {
            arena.allocate(size).set(ValueLayout.JAVA_BYTE, 0, (byte) size);
        }
        arenas.close(arena);
    }
}
