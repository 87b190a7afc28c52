package io.hakozuna.jmh.rival;

import java.lang.foreign.Arena;

/** Arenas whose memory goes when the garbage collector finds that nobody has them any more. */
final class CollectedArenas implements ArenaRival {
    @Override
    public Arena open() {
        return Arena.ofAuto();
    }

    @Override
    public void close(Arena arena) {
        // They have no end of their own.
    }
}
