package io.hakozuna.jmh.rival;

import java.lang.foreign.Arena;

/** An arena for each segment, which lives until its arena is closed. */
final class ArenaSegments implements BlockRival {
    private final ArenaRival arenas;

    ArenaSegments(ArenaRival arenas) {
        this.arenas = arenas;
    }

    @Override
    public Object allocate(int size) {
        Arena arena = arenas.open();
        Touch.segment(arena.allocate(size), size);
        return arena;
    }

    @Override
    public void free(Object block) {
        arenas.close((Arena) block);
    }
}
