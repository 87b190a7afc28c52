package io.hakozuna.hz3;

import io.hakozuna.hz3.core.Blocks;

/**
 * What is known of a block, from its allocation until others have forgotten it. Its lock guards what state it is in, and that its memory is
 * there: who reads the memory holds it, and it goes back to the allocator only in a state in which nobody does.
 */
final class BlockRecord {
    private enum State {
        LIVE,
        /** Freed by the program, and kept. */
        FREED,
        /** The same, but written to where nobody may, and reported: never used again. */
        SPOILT,
        /** The allocator's again. */
        RELEASED
    }

    final long address;
    /** As it was asked for. */
    final long size;
    /** What the allocator knows the block by. */
    final long base;
    /** Bytes that the allocator has given for it. */
    final long taken;
    /** Where it was allocated, or null, as the other places, if that was not kept. */
    final Place allocated;
    /** Where the arena was opened that it is of. */
    final Place opened;
    final String allocatedBy = Thread.currentThread().getName();

    private State state = State.LIVE;
    private Place freed;
    private String freedBy;
    private boolean disowned;

    BlockRecord(long address, long size, long base, Place allocated, Place opened) {
        this.address = address;
        this.size = size;
        this.base = base;
        this.taken = Blocks.usableSize(base);
        this.allocated = allocated;
        this.opened = opened;
    }

    /** Throws unless the program may use the block, for the call of the name, and has kept to its bounds. */
    synchronized void require(String call) {
        requireLive(call);
        MemoryMisuseException misuse = verify(call);
        if (misuse != null) {
            throw misuse;
        }
    }

    private void requireLive(String call) {
        if (state != State.LIVE) {
            throw Misuse.freed(call, this, null);
        }
    }

    /** The program frees it, here; of two that do at the same time one throws. If its bounds were not kept it is freed all the same. */
    synchronized void free(String call, Place place) {
        requireLive(call);
        MemoryMisuseException misuse = verify(call);
        state = misuse == null ? State.FREED : State.SPOILT;
        freed = place;
        freedBy = Thread.currentThread().getName();
        if (misuse != null) {
            throw misuse;
        }
        if (Check.POISON) {
            Pattern.fill(address, size, Pattern.FREED);
        }
    }

    /** What is wrong with the bytes that nobody may have written, or null. */
    synchronized MemoryMisuseException verify(String foundBy) {
        MemoryMisuseException misuse = null;
        if (Check.BOUNDS && (state == State.LIVE || state == State.FREED)) {
            misuse = Canary.verify(this, foundBy);
        }
        if (Check.POISON && state == State.FREED && misuse == null) {
            misuse = verifyFreed(foundBy);
        }
        if (misuse != null && state == State.FREED) {
            state = State.SPOILT;
        }
        return misuse;
    }

    private MemoryMisuseException verifyFreed(String foundBy) {
        long first = Pattern.firstOther(address, size, Pattern.FREED);
        return first < 0 ? null : Misuse.written(this, 0, size, Pattern.FREED, first, "after the free of", foundBy);
    }

    /** Nobody looks at its memory from now on, which the caller gives back. False if it must not be: it was written to. */
    synchronized boolean release() {
        if (state == State.SPOILT) {
            return false;
        }
        state = State.RELEASED;
        return true;
    }

    /** It is no leak: of an arena's own, or of one that was closed. */
    synchronized void disown() {
        disowned = true;
    }

    /** Whether the program holds it. */
    synchronized boolean isHeld() {
        return state == State.LIVE && !disowned;
    }

    /** Whether an address lies in the memory that it takes. */
    boolean contains(long other) {
        return other >= base && other < base + Math.max(taken, 1);
    }

    synchronized Place freed() {
        return freed;
    }

    /** By which thread, or null if it was not freed. */
    synchronized String freedBy() {
        return freedBy;
    }
}
