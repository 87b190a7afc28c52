package io.hakozuna.hz3;

import io.hakozuna.hz3.sys.Library;
import io.hakozuna.hz3.sys.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An arena for one thread. Small segments are cut from chunks, the others are blocks of their own; what has to be freed at the end is a
 * chain outside the Java heap, so that an arena leaves two Java objects behind, however much it allocates.
 * <pre>
 *   chunk   | next | block | segments ...        the node that frees the chunk lies at its begin
 *   node    | next | block |                     one of a large block, in a chunk
 * </pre>
 * With canaries every segment is a block of its own, and chunks hold nodes only.
 *
 * <p>The JDK's own confined arena holds the scope, so an access after the close throws as there.
 */
final class ConfinedArena implements Arena {
    private static final long NODE_BYTES = 16;
    private static final long FIRST_CHUNK = 512;
    private static final long LAST_CHUNK = 32 << 10;
    /** A segment of more than this part of a chunk is a block of its own. */
    private static final int LARGE_SHIFT = 2;
    private static final long LEAST_ALIGNMENT = 8;

    private final Arena session = Arena.ofConfined();
    private final Thread owner = Thread.currentThread();
    private final boolean zeroed;
    /** Where, for reports, or null. */
    private final Place opened = ArenaBlocks.opening();
    /** The last node, or 0. */
    private long nodes;
    private long bump;
    private long end;
    private long nextChunk = FIRST_CHUNK;

    ConfinedArena(boolean zeroed) {
        this.zeroed = zeroed;
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        Failure.requireAlignment(byteAlignment);
        Failure.requireSize(byteSize);
        requireOpen();
        long address = cut(byteSize, Math.max(byteAlignment, LEAST_ALIGNMENT));
        return MemorySegment.ofAddress(address).reinterpret(byteSize, session, null);
    }

    private long cut(long size, long alignment) {
        long address = bump + alignment - 1 & -alignment;
        // Every segment has an address of its own, even one without bytes. A size so large that the sum overflows has its next below.
        long next = address + Math.max(size, 1);
        if (Check.BOUNDS || next > end || next < address) {
            return cutAnew(size, alignment);
        }
        bump = next;
        if (zeroed) {
            Memory.zero(address, size);
        }
        return address;
    }

    private long cutAnew(long size, long alignment) {
        if (Check.BOUNDS || size > nextChunk >>> LARGE_SHIFT || alignment > NODE_BYTES) {
            return large(size, alignment);
        }
        beginChunk();
        nextChunk = Math.min(nextChunk * 2, LAST_CHUNK);
        return cut(size, alignment);
    }

    private void beginChunk() {
        long chunk = ArenaBlocks.allocate(nextChunk, NODE_BYTES, false, opened);
        if (Check.BOUNDS) {
            Checked.disown(chunk);
        }
        link(chunk, chunk);
        bump = chunk + NODE_BYTES;
        end = chunk + nextChunk;
    }

    private long large(long size, long alignment) {
        if (Check.BOUNDS) {
            return largeWithNodeApart(size, alignment);
        }
        long room = Math.max(alignment, NODE_BYTES);
        // With no byte behind the node the address would be another block's.
        long bytes = Math.max(size, 1) + room;
        if (bytes < 0) {
            Failure.noMemory(size);
        }
        long block = ArenaBlocks.allocate(bytes, alignment, zeroed, opened);
        link(block + room - NODE_BYTES, block);
        return block + room;
    }

    private long largeWithNodeApart(long size, long alignment) {
        // The node first: if there is no memory for the block, it is cut in vain and nothing is lost.
        if (bump + NODE_BYTES > end) {
            beginChunk();
        }
        long node = bump;
        bump += NODE_BYTES;
        long block = ArenaBlocks.allocate(size, alignment, zeroed, opened);
        link(node, block);
        return block;
    }

    private void link(long node, long block) {
        Memory.putLong(node, nodes);
        Memory.putLong(node + 8, block);
        nodes = node;
    }

    private void requireOwner() {
        if (owner != Thread.currentThread()) {
            throw new WrongThreadException("an arena of " + owner + " in " + Thread.currentThread());
        }
    }

    private void requireOpen() {
        requireOwner();
        if (!session.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        if (Library.isClosed()) {
            // The chunk is gone.
            throw Failure.closed();
        }
    }

    @Override
    public MemorySegment.Scope scope() {
        return session.scope();
    }

    /**
     * Frees all. Throws if it was closed already, in another thread, and as the JDK's arenas do if a segment is in use by native code, all
     * of which leaves it as it was; and if a cleanup action fails, after all is freed.
     */
    @Override
    public void close() {
        requireOwner();
        boolean before = session.scope().isAlive();
        try {
            session.close();
        } finally {
            if (before && !session.scope().isAlive()) {
                free();
            }
        }
    }

    private void free() {
        if (Library.isClosed()) {
            // The blocks are gone already.
            return;
        }
        MemoryMisuseException misuse = null;
        long node = nodes;
        while (node != 0) {
            // Read before the block is freed, in which the node lies. With canaries it lies in a chunk, whose own comes later in the chain.
            long next = Memory.getLong(node);
            misuse = ArenaBlocks.free(Memory.getLong(node + 8), misuse);
            node = next;
        }
        if (misuse != null) {
            throw misuse;
        }
    }
}
