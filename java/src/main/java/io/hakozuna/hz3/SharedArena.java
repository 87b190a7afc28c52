package io.hakozuna.hz3;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Library;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An arena for all threads. Its blocks are a stack, pushed to by whoever allocates and taken whole by the one who closes:
 * <pre>
 *   block   ... | next | base | segment ...      the segment is 16 bytes or more into the block, by its alignment
 * </pre>
 * With canaries the header is a block of its own, for what is written before a segment must hit its canary and not the chain.
 *
 * <p>Arenas that are open at about the same time share one scope of the JDK, see {@link ArenaGroup}; so closing one costs a share of a
 * handshake.
 */
final class SharedArena implements Arena {
    private static final long HEADER = 16;
    /** Not a block, since blocks are aligned. */
    private static final long CLOSED = 1;
    private static final VarHandle BLOCKS;

    static {
        try {
            BLOCKS = MethodHandles.lookup().findVarHandle(SharedArena.class, "blocks", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ArenaGroup group;
    private final boolean zeroed;
    /** Where, for reports, or null. */
    private final Place opened = ArenaBlocks.opening();
    /** The last block's header, 0 if there is none, or {@link #CLOSED}. */
    private volatile long blocks;

    private SharedArena(ArenaGroup group, boolean zeroed) {
        this.group = group;
        this.zeroed = zeroed;
    }

    static SharedArena open(boolean zeroed) {
        return new SharedArena(ArenaGroup.join(), zeroed);
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        Failure.requireAlignment(byteAlignment);
        Failure.requireSize(byteSize);
        if (blocks == CLOSED) {
            throw alreadyClosed();
        }
        long room = Check.BOUNDS ? 0 : Math.max(byteAlignment, HEADER);
        // With no byte behind the header the address would be another block's.
        long size = Check.BOUNDS ? byteSize : Math.max(byteSize, 1) + room;
        if (size < 0) {
            Failure.noMemory(byteSize);
        }
        long base = ArenaBlocks.allocate(size, byteAlignment, zeroed, opened);
        long address = base + room;
        push(Check.BOUNDS ? headerApart(base) : address - HEADER, base);
        group.count(size);
        return MemorySegment.ofAddress(address).reinterpret(byteSize, group.session(), null);
    }

    private long headerApart(long base) {
        try {
            long header = ArenaBlocks.allocate(HEADER, HEADER, false, opened);
            Checked.disown(header);
            return header;
        } catch (OutOfMemoryError | MemoryMisuseException e) {
            Hz3.free(base);
            throw e;
        }
    }

    private void push(long header, long base) {
        Memory.putLong(header + 8, base);
        long head;
        do {
            head = blocks;
            if (head == CLOSED) {
                Memory.putLong(header, 0);
                free(header);
                throw alreadyClosed();
            }
            Memory.putLong(header, head);
            // Release: who takes the stack finds the header that was just written.
        } while (!BLOCKS.weakCompareAndSetRelease(this, head, header));
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("Already closed");
    }

    @Override
    public MemorySegment.Scope scope() {
        return group.session().scope();
    }

    /** Gives the blocks to the group, which frees them once no access to them can be under way; throws if it was closed already. */
    @Override
    public void close() {
        // Acquire: the headers that were pushed.
        long chain = (long) BLOCKS.getAndSetAcquire(this, CLOSED);
        if (chain == CLOSED) {
            throw alreadyClosed();
        }
        if (Library.isClosed()) {
            // The blocks are gone already.
            group.leave(0);
            return;
        }
        if (Check.ON) {
            disown(chain);
        }
        group.leave(chain);
    }

    /** They may have to wait for other arenas, and are no leak meanwhile. */
    private static void disown(long chain) {
        for (long header = chain; header != 0; header = Memory.getLong(header)) {
            Checked.disown(Memory.getLong(header + 8));
        }
    }

    /** Frees a chain of blocks. */
    static void free(long chain) {
        MemoryMisuseException misuse = null;
        long header = chain;
        while (header != 0) {
            long next = Memory.getLong(header);
            misuse = ArenaBlocks.free(Memory.getLong(header + 8), misuse);
            if (Check.BOUNDS) {
                misuse = ArenaBlocks.free(header, misuse);
            }
            header = next;
        }
        if (misuse != null) {
            throw misuse;
        }
    }
}
