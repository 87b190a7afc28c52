package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Random operations from a seed against a model of what is live: no two blocks overlap, each is aligned and as large as asked for, and
 * keeps what was written to it.
 */
final class Model {
    private record Block(long address, long size, long mark) {
    }

    private final SplittableRandom random;
    private final TreeMap<Long, Block> live = new TreeMap<>();
    private final List<Long> addresses = new ArrayList<>();
    private final int maximumLive;

    Model(long seed, int maximumLive) {
        random = new SplittableRandom(seed);
        this.maximumLive = maximumLive;
    }

    void run(int operations) {
        for (int i = 0; i < operations; i++) {
            if (addresses.size() >= maximumLive || !addresses.isEmpty() && random.nextInt(100) < 40) {
                if (random.nextInt(4) == 0) {
                    resize();
                } else {
                    free(random.nextInt(addresses.size()));
                }
            } else {
                allocate();
            }
        }
    }

    void freeAll() {
        while (!addresses.isEmpty()) {
            free(addresses.size() - 1);
        }
    }

    /** Sizes of all magnitudes, small ones most often. */
    private long size() {
        int bits = switch (random.nextInt(20)) {
            case 0 -> 23;
            case 1, 2 -> 20;
            case 3, 4, 5, 6 -> 15;
            case 7, 8, 9, 10, 11, 12 -> 11;
            default -> 8;
        };
        return random.nextLong(1L << random.nextInt(1, bits + 1));
    }

    private void allocate() {
        long size = size();
        int kind = random.nextInt(10);
        if (kind == 0) {
            long alignment = 16L << random.nextInt(18);
            long address = Blocks.allocateAligned(Tls.heap(), alignment, size);
            assertEquals(0, address & alignment - 1, "alignment " + alignment + " of size " + size);
            add(address, size);
        } else if (kind <= 2) {
            long address = Blocks.allocateZeroed(Tls.heap(), size);
            for (long at = 0; at + 8 <= size; at += 8) {
                if (Memory.getLong(address + at) != 0) {
                    fail("byte " + at + " of a zeroed block of " + size);
                }
            }
            add(address, size);
        } else {
            add(Allocator.allocate(size, Tls.heap()), size);
        }
    }

    private void add(long address, long size) {
        assertTrue(address != 0, "no memory for " + size);
        assertEquals(0, address & 15, "alignment of size " + size);
        assertTrue(Blocks.usableSize(address) >= size, "usable size of " + size);
        Map.Entry<Long, Block> below = live.floorEntry(address);
        Map.Entry<Long, Block> above = live.ceilingEntry(address);
        assertTrue(below == null || below.getKey() + Math.max(1, below.getValue().size) <= address, "overlap below, size " + size);
        assertTrue(above == null || address + Math.max(1, size) <= above.getKey(),
            "overlap above, size " + size + " at " + Long.toHexString(address) + " with " + above);
        Block block = new Block(address, size, random.nextLong());
        write(block);
        live.put(address, block);
        addresses.add(address);
    }

    private void resize() {
        int index = random.nextInt(addresses.size());
        Block before = live.get(addresses.get(index));
        check(before);
        long size = Math.max(1, random.nextBoolean() ? size() : before.size + random.nextLong(100));
        long address = Blocks.reallocate(Tls.heap(), before.address, size);
        remove(index);
        Block moved = new Block(address, Math.min(size, before.size), before.mark);
        if (size >= before.size) {
            check(moved);
        } else if (size >= 8) {
            assertEquals(before.mark, Memory.getLong(address), "first bytes after a resize from " + before.size + " to " + size);
        }
        add(address, size);
    }

    private void free(int index) {
        Block block = live.get(addresses.get(index));
        check(block);
        remove(index);
        Allocator.free(block.address, Tls.heap());
    }

    private void remove(int index) {
        live.remove(addresses.get(index));
        addresses.set(index, addresses.get(addresses.size() - 1));
        addresses.remove(addresses.size() - 1);
    }

    /** The mark stands at the block's first and last aligned word. */
    private static void write(Block block) {
        if (block.size >= 8) {
            Memory.putLong(block.address + (block.size - 8 & -8L), block.mark);
            Memory.putLong(block.address, block.mark);
        }
    }

    private static void check(Block block) {
        if (block.size >= 8) {
            assertEquals(block.mark, Memory.getLong(block.address), "first word of a block of " + block.size);
            assertEquals(block.mark, Memory.getLong(block.address + (block.size - 8 & -8L)), "last word of a block of " + block.size);
        }
    }
}
