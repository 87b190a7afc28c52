package io.hakozuna.jmh.rival;

import java.lang.foreign.Arena;
import java.util.function.Supplier;

/** Arenas that are closed. */
final class ClosedArenas implements ArenaRival {
    private final Supplier<Arena> opened;

    ClosedArenas(Supplier<Arena> opened) {
        this.opened = opened;
    }

    @Override
    public Arena open() {
        return opened.get();
    }

    @Override
    public void close(Arena arena) {
        arena.close();
    }
}
