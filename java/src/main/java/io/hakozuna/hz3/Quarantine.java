package io.hakozuna.hz3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Freed blocks that the allocator does not have yet, oldest first, as many as have room in a number of bytes. */
final class Quarantine {
    /** Small blocks count as so many bytes, for what is known of them takes as much in the Java heap. */
    private static final long LEAST_BYTES = 1024;

    private final long mostBytes;
    private final ArrayDeque<BlockRecord> blocks = new ArrayDeque<>();
    /** What the blocks take, and what they count as. */
    private long bytes;
    private long counted;

    Quarantine(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Puts one in. Returns those that have to go for it, which is that one itself if it is larger than all the room. */
    synchronized List<BlockRecord> add(BlockRecord block) {
        if (countOf(block) > mostBytes) {
            return List.of(block);
        }
        blocks.add(block);
        bytes += block.taken;
        counted += countOf(block);
        List<BlockRecord> oldest = new ArrayList<>();
        while (counted > mostBytes) {
            BlockRecord first = blocks.remove();
            bytes -= first.taken;
            counted -= countOf(first);
            oldest.add(first);
        }
        return oldest;
    }

    private static long countOf(BlockRecord block) {
        return Math.max(block.taken, LEAST_BYTES);
    }

    synchronized List<BlockRecord> takeAll() {
        List<BlockRecord> all = List.copyOf(blocks);
        blocks.clear();
        bytes = 0;
        counted = 0;
        return all;
    }

    synchronized long bytes() {
        return bytes;
    }
}
