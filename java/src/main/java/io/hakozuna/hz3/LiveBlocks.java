package io.hakozuna.hz3;

import java.util.List;

/**
 * Blocks that were allocated at one place and that nobody has freed.
 *
 * @param blocks how many they are
 * @param bytes  what was asked for in all, of blocks that were not sampled what they take
 * @param stack  the stack of their allocation, innermost first, at most 64 frames; empty for all that were not sampled
 *               ({@code -Dhz3.check=leaks:100})
 * @param opened the stack that opened the arena they are of; empty if they are of none
 */
public record LiveBlocks(long blocks, long bytes, List<StackTraceElement> stack, List<StackTraceElement> opened) {
    /** Copies the lists. */
    public LiveBlocks {
        stack = List.copyOf(stack);
        opened = List.copyOf(opened);
    }

    /** One line with the first frames outside hz3. */
    @Override
    public String toString() {
        return Misuse.bytes(bytes) + " in " + LeakReport.blocks(blocks)
            + (stack.isEmpty() ? ", which were not sampled" : ", allocated at " + Place.text(stack))
            + (opened.isEmpty() ? "" : ", of an arena opened at " + Place.text(opened));
    }
}
