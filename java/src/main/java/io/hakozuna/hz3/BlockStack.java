package io.hakozuna.hz3;

import io.hakozuna.hz3.sys.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Blocks, pushed by any thread and taken whole, once. Each has a header:
 * <pre>
 *   header   | next | base |      base: the block that is to be freed
 * </pre>
 */
abstract class BlockStack {
    static final long HEADER = 16;
    /** Not a header, since blocks are aligned. */
    private static final long TAKEN = 1;
    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(BlockStack.class, "head", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The last block's header, 0 if there is none, or {@link #TAKEN}. */
    private volatile long head;

    final boolean isTaken() {
        return head == TAKEN;
    }

    /** Returns false, with nothing done to the block, if the stack has been taken. */
    final boolean push(long header, long base) {
        Memory.putLong(header + 8, base);
        long last;
        do {
            last = head;
            if (last == TAKEN) {
                return false;
            }
            Memory.putLong(header, last);
            // Release: who takes the stack finds the header that was just written.
        } while (!HEAD.weakCompareAndSetRelease(this, last, header));
        return true;
    }

    /** The chain of all blocks' headers, the last one first, 0 if there is none; nothing can be pushed from now on. */
    final long take() {
        // Acquire: the headers that were pushed.
        long chain = (long) HEAD.getAndSetAcquire(this, TAKEN);
        return chain == TAKEN ? 0 : chain;
    }

    /** The header after the one that is given, or 0. */
    static long next(long header) {
        return Memory.getLong(header);
    }

    static long base(long header) {
        return Memory.getLong(header + 8);
    }

    /** Puts a chain that is not empty before another one. */
    static void append(long chain, long rest) {
        long last = chain;
        for (long next = next(last); next != 0; next = next(last)) {
            last = next;
        }
        Memory.putLong(last, rest);
    }

    /** Frees a chain of blocks; throws for all misuses that show, when all are freed. */
    static void free(long chain) {
        MemoryMisuseException misuse = null;
        long header = chain;
        while (header != 0) {
            long next = next(header);
            misuse = ArenaBlocks.free(base(header), misuse);
            if (Check.BOUNDS) {
                // It is a block of its own then.
                misuse = ArenaBlocks.free(header, misuse);
            }
            header = next;
        }
        if (misuse != null) {
            throw misuse;
        }
    }
}
