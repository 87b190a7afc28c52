package io.hakozuna.hz3;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Library;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An arena for all threads. Its blocks are a stack, pushed to by whoever allocates and taken whole by the one who closes:
 * <pre>
 *   block   ... | header | segment ...      the segment is 16 bytes or more into the block, by its alignment
 * </pre>
 * With canaries the header is a block of its own, for what is written before a segment must hit its canary and not the chain.
 *
 * <p>Arenas that are open at about the same time share one scope of the JDK, see {@link ArenaGroup}; so closing one costs a share of a
 * handshake. Since blocks with that scope may have to wait for other arenas' ends, an arena has few of them. What it allocates beyond
 * {@link #MOST_SMALL} or {@link #MOST_LARGE} has a scope that is its own, with a handshake that is small beside so many allocations. And
 * once somebody has asked for its {@link #scope}, everything has: he may bind anything to that, mapped files and cleanup actions, and these
 * are to end with this arena.
 */
final class SharedArena extends BlockStack implements Arena {
    /** Bytes in blocks below {@link ArenaGroup#LARGE} that wait for the group as they are. */
    static final long MOST_SMALL = 32 << 10;
    /** And in others, of which addresses wait only. */
    static final long MOST_LARGE = 2 << 20;

    private final ArenaGroup group;
    private final boolean zeroed;
    /** Where, for reports, or null. */
    private final Place opened;
    /** Racy, as the next one: a few blocks more with the group's scope do no harm. */
    private long small;
    private long large;
    /** Set once, by who holds the monitor. */
    private volatile OwnScope own;
    /** Guarded by the monitor: somebody closes the arena, or has closed it. Without a scope of its own that cannot fail. */
    private boolean closing;

    private SharedArena(ArenaGroup group, boolean zeroed, Place opened) {
        this.group = group;
        this.zeroed = zeroed;
        this.opened = opened;
    }

    static SharedArena open(boolean zeroed) {
        Place opened = ArenaBlocks.opening();
        return new SharedArena(ArenaGroup.join(), zeroed, opened);
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        Failure.requireAlignment(byteAlignment);
        Failure.requireSize(byteSize);
        if (isTaken()) {
            throw alreadyClosed();
        }
        long room = Check.BOUNDS ? 0 : Math.max(byteAlignment, HEADER);
        // With no byte behind the header the address would be another block's.
        long size = Check.BOUNDS ? byteSize : Math.max(byteSize, 1) + room;
        if (size < 0) {
            Failure.noMemory(byteSize);
        }
        OwnScope scope = own == null && isForGroup(size) ? null : ownScope();
        long base = ArenaBlocks.allocate(size, byteAlignment, zeroed, opened);
        long address = base + room;
        long header = Check.BOUNDS ? headerApart(base) : address - HEADER;
        if (!(scope == null ? this : scope).push(header, base)) {
            freeOne(header, base);
            throw alreadyClosed();
        }
        Arena session = scope == null ? group.session() : scope.session;
        return MemorySegment.ofAddress(address).reinterpret(byteSize, session, null);
    }

    private boolean isForGroup(long size) {
        if (Check.ARENAS) {
            return false;
        }
        if (size < ArenaGroup.LARGE) {
            small += size;
            group.count(size);
            return small <= MOST_SMALL;
        }
        large += size;
        // What waits counts under a limit, with memory or without; and a block that is to be checked keeps its contents.
        return large <= MOST_LARGE && Knobs.memLimit() == 0 && !Check.ON;
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

    private static void freeOne(long header, long base) {
        Hz3.free(base);
        if (Check.BOUNDS) {
            Hz3.free(header);
        }
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("Already closed");
    }

    private OwnScope ownScope() {
        OwnScope scope = own;
        return scope != null ? scope : makeOwnScope();
    }

    private synchronized OwnScope makeOwnScope() {
        if (own == null) {
            own = closing ? OwnScope.closed() : new OwnScope();
        }
        return own;
    }

    /** A scope that ends with this arena. Segments that were allocated before may have another one, which ends later. */
    @Override
    public MemorySegment.Scope scope() {
        return ownScope().session.scope();
    }

    /**
     * Frees the blocks that have the arena's own scope, and gives the others to the group, which frees them once no access to them can be
     * under way. Throws if it was closed already, and as the JDK's arenas do if a segment is in use by native code or a cleanup action
     * fails; in the first of these cases the arena stays open.
     */
    @Override
    public void close() {
        OwnScope scope = beginClose();
        try {
            if (scope != null) {
                // Without the monitor: cleanup actions are called here, and may do anything, even close the arena.
                scope.session.close();
            }
        } finally {
            if (scope != null && scope.session.scope().isAlive()) {
                stayOpen();
            } else {
                end(scope);
            }
        }
    }

    /** Returns the arena's own scope, or null: then it will have none. */
    private synchronized OwnScope beginClose() {
        if (closing) {
            throw alreadyClosed();
        }
        closing = true;
        return own;
    }

    private synchronized void stayOpen() {
        closing = false;
    }

    private void end(OwnScope scope) {
        long shared = take();
        long ours = scope == null ? 0 : scope.take();
        if (Library.isClosed()) {
            // The blocks are gone already.
            group.leave(0);
            return;
        }
        if (Check.ON) {
            disown(shared);
        }
        try {
            group.leave(shared);
        } finally {
            free(ours);
        }
    }

    /** They may have to wait for other arenas, and are no leak meanwhile. */
    private static void disown(long chain) {
        for (long header = chain; header != 0; header = next(header)) {
            Checked.disown(base(header));
        }
    }
}
