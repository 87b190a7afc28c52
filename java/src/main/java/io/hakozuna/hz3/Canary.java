package io.hakozuna.hz3;

/**
 * The bytes around a block, which nobody may write:
 * <pre>
 *   base   ... | canary | block, to the very byte that was asked for | canary
 * </pre>
 * The block is a multiple of its alignment behind its base, so that both are aligned.
 */
final class Canary {
    static final long BYTES = 32;

    private Canary() {
    }

    /** Bytes from the base to the block. */
    static long front(long alignment) {
        return Math.max(BYTES, alignment);
    }

    static void write(long address, long size) {
        Pattern.fill(address - BYTES, BYTES, Pattern.CANARY);
        Pattern.fill(address + size, BYTES, Pattern.CANARY);
    }

    /** What is wrong with those of a block, or null. */
    static MemoryMisuseException verify(BlockRecord block, String foundBy) {
        MemoryMisuseException before = verify(block, -BYTES, "before the begin of", foundBy);
        return before != null ? before : verify(block, block.size, "past the end of", foundBy);
    }

    private static MemoryMisuseException verify(BlockRecord block, long offset, String where, String foundBy) {
        long first = Pattern.firstOther(block.address + offset, BYTES, Pattern.CANARY);
        return first < 0 ? null : Misuse.written(block, offset, BYTES, Pattern.CANARY, first, where, foundBy);
    }
}
