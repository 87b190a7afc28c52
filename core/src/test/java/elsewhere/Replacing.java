package elsewhere;

import io.hakozuna.hz3.core.Allocator;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.concurrent.locks.LockSupport;

/**
 * Replaces blocks at random, with a short rest now and then, and looks whether each still holds what was written. It is in another package
 * than the allocator, so that its frames are those of a program.
 */
public final class Replacing implements Runnable {
    private static final int SLOTS = 256;
    private static final int STEPS_A_REST = 512;

    private final long seed;
    private final int steps;

    public Replacing(long seed, int steps) {
        this.seed = seed;
        this.steps = steps;
    }

    @Override
    public void run() {
        long[] blocks = new long[SLOTS];
        long random = seed;
        for (int i = 0; i < steps; i++) {
            if ((i & STEPS_A_REST - 1) == 0) {
                LockSupport.parkNanos(1000);
            }
            random = random * 6364136223846793005L + 1442695040888963407L;
            int slot = (int) (random >>> 40) & SLOTS - 1;
            if (blocks[slot] != 0) {
                free(blocks, slot);
            }
            long block = Allocator.allocate(16 + (random >>> 33 & 1023), Tls.heap());
            Memory.putLong(block, block ^ slot);
            Memory.putLong(block + 8, seed);
            blocks[slot] = block;
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            if (blocks[slot] != 0) {
                free(blocks, slot);
            }
        }
    }

    private void free(long[] blocks, int slot) {
        long block = blocks[slot];
        if (Memory.getLong(block) != (block ^ slot) || Memory.getLong(block + 8) != seed) {
            throw new AssertionError("block 0x" + Long.toHexString(block) + " is not this thread's any more");
        }
        Allocator.free(block, Tls.heap());
    }
}
