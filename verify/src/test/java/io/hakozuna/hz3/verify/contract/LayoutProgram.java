package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.Hz3;

/** Does with the library what {@code layout.c} does with malloc. */
final class LayoutProgram {
    private static final int STEPS = 60_000;
    private static final int SLOTS = 700;
    private static final long SEGMENT_BYTES = 4 << 20;

    private static long state;

    private LayoutProgram() {
    }

    private static long next() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return state >>> 33;
    }

    private static long sizeOf(long number) {
        long bits = 5 + (number % 100 < 90 ? number % 7 : number % 17);
        return 1 + (number >>> 7) % (1L << bits);
    }

    public static void main(String[] arguments) {
        state = Long.parseUnsignedLong(arguments[0]);
        long[] blocks = new long[SLOTS];
        long[] where = new long[STEPS];
        for (int i = 0; i < STEPS; i++) {
            int slot = (int) (next() % SLOTS);
            long kind = next() % 8;
            long size = sizeOf(next());
            if (blocks[slot] != 0 && kind < 6) {
                Hz3.free(blocks[slot]);
                blocks[slot] = 0;
            } else if (blocks[slot] != 0) {
                blocks[slot] = Hz3.reallocate(blocks[slot], size);
            } else if (kind == 6) {
                blocks[slot] = Hz3.allocateAligned(size, 1L << 4 + size % 9);
            } else if (kind == 7) {
                blocks[slot] = Hz3.allocateZeroed(size);
            } else {
                blocks[slot] = Hz3.allocate(size);
            }
            where[i] = blocks[slot];
        }
        long base = 0;
        for (int i = 0; i < STEPS && base == 0; i++) {
            base = where[i] & -SEGMENT_BYTES;
        }
        StringBuilder lines = new StringBuilder();
        for (long address : where) {
            lines.append(Long.toHexString(address == 0 ? 0 : address - base)).append('\n');
        }
        System.out.print(lines);
    }
}
