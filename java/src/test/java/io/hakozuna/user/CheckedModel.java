package io.hakozuna.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;

/** Random operations of one thread from a seed; blocks keep what was written to them, and some are handed to other threads to be freed. */
final class CheckedModel {
    private static final int MOST = 200;

    /** Its first and last bytes are the mark. */
    record Block(long address, long size, byte mark) {
        void write() {
            if (size > 0) {
                Raw.put(address, 0, mark);
                Raw.put(address, size - 1, mark);
            }
        }

        void check() {
            if (size > 0) {
                assertEquals(mark & 0xff, Raw.get(address, 0));
                assertEquals(mark & 0xff, Raw.get(address, size - 1));
            }
        }
    }

    private final SplittableRandom random;
    private final Queue<Block> passed;
    private final List<Block> live = new ArrayList<>();

    CheckedModel(long seed, Queue<Block> passed) {
        random = new SplittableRandom(seed);
        this.passed = passed;
    }

    void run(int operations) {
        for (int i = 0; i < operations; i++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> allocate();
                case 4, 5 -> free();
                case 6 -> resize();
                case 7 -> pass();
                case 8, 9 -> freePassed();
                case 10 -> useArena(random.nextBoolean() ? Hz3.ofConfined() : Hz3.ofShared());
                default -> useSegment();
            }
        }
        while (!live.isEmpty()) {
            pass();
        }
    }

    void freeAll() {
        while (!passed.isEmpty()) {
            freePassed();
        }
    }

    private long size() {
        int bits = random.nextInt(8) == 0 ? 18 : 11;
        return random.nextLong(1L << random.nextInt(1, bits));
    }

    private void allocate() {
        long size = size();
        long alignment = 16L << random.nextInt(10);
        long address = switch (random.nextInt(4)) {
            case 0 -> Hz3.allocateAligned(size, alignment);
            case 1 -> Hz3.allocateZeroed(size);
            default -> Hz3.allocate(size);
        };
        assertEquals(0, address & 15);
        assertTrue(Hz3.usableSize(address) >= size);
        add(address, size);
    }

    private void add(long address, long size) {
        Block block = new Block(address, size, (byte) random.nextInt());
        block.write();
        live.add(block);
        if (live.size() > MOST) {
            pass();
        }
    }

    private Block take() {
        Block last = live.removeLast();
        if (live.isEmpty()) {
            return last;
        }
        return live.set(random.nextInt(live.size()), last);
    }

    private void free() {
        if (!live.isEmpty()) {
            Block block = take();
            block.check();
            Hz3.free(block.address);
        }
    }

    private void resize() {
        if (!live.isEmpty()) {
            Block block = take();
            block.check();
            long size = size();
            long resized = Hz3.reallocate(block.address, size);
            if (size > 0 && block.size > 0) {
                assertEquals(block.mark & 0xff, Raw.get(resized, 0));
            }
            if (size >= block.size && block.size > 0) {
                assertEquals(block.mark & 0xff, Raw.get(resized, block.size - 1));
            }
            add(resized, size);
        }
    }

    private void pass() {
        if (!live.isEmpty()) {
            passed.add(take());
        }
    }

    private void freePassed() {
        Block block = passed.poll();
        if (block != null) {
            block.check();
            Hz3.free(block.address);
        }
    }

    private void useArena(Arena arena) {
        try (arena) {
            List<MemorySegment> segments = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                MemorySegment segment = arena.allocate(size(), 1L << random.nextInt(8));
                assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[(int) segment.byteSize()])), "zeroed");
                segments.add(segment.fill((byte) i));
            }
            for (MemorySegment segment : segments) {
                assertEquals(segment.byteSize() == 0 ? 0 : segment.get(ValueLayout.JAVA_BYTE, 0),
                    segment.byteSize() == 0 ? 0 : segment.get(ValueLayout.JAVA_BYTE, segment.byteSize() - 1));
            }
        }
    }

    private void useSegment() {
        MemorySegment segment = Hz3.segmentAllocator().allocate(size(), 64);
        segment.fill((byte) 1);
        Hz3.free(segment);
        Hz3.free(Hz3.allocateBuffer((int) size() + 4).putInt(0, random.nextInt()));
    }
}
