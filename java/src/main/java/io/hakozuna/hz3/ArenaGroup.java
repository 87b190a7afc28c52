package io.hakozuna.hz3;

import io.hakozuna.hz3.sys.Library;
import io.hakozuna.hz3.sys.Os;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * Shared arenas under one scope of the JDK. Closing such a scope stops every thread for a moment, some microseconds in all; here that is
 * done once for all arenas of a group, when the last of them has been closed. Until then their blocks are kept, and so nobody can be given
 * memory that an access through a closed arena's segment might still reach.
 *
 * <p>What that holds back is bounded: by {@link SharedArena#MOST_SMALL} an arena, which makes 2 MiB. And a group takes no more arenas once it
 * has had {@link #MOST_ARENAS}, or {@link #MOST_BYTES} were allocated in it, or it has been there for a round of the housekeeping. An arena
 * that stays open holds back at most its group's. Of large blocks only addresses are held back: their memory goes back to the system when
 * their arena is closed, so that an access finds zeroes.
 *
 * <p>After Lucene, which has groups of files under a counted shared arena for the same reason.
 */
final class ArenaGroup {
    static final int MOST_ARENAS = 64;
    static final long MOST_BYTES = 1 << 20;
    /** Blocks from this size on lose their memory before the group ends. */
    static final long LARGE = 64 << 10;
    private static final long PAGE = 4096;
    /** Groups that arenas are opened in at the same time, by thread, so that threads do not meet at one counter. A power of two. */
    private static final int STRIPES = 8;

    private static final ArenaGroup[] CURRENT = new ArenaGroup[STRIPES];
    /** One lock a stripe. */
    private static final Object[] LOCKS = new Object[STRIPES];
    /** Groups that could not be closed, since a segment is in use by a system call or by native code that runs. */
    private static final List<ArenaGroup> HELD = new ArrayList<>();

    static {
        for (int i = 0; i < STRIPES; i++) {
            LOCKS[i] = new Object();
        }
    }

    private final int stripe;
    private final Arena session = Arena.ofShared();
    /** The last block of the closed arenas, see {@link BlockStack}; guarded, as all below, by the stripe's lock. */
    private long chain;
    private int joined;
    private int open;
    private boolean sealed;
    /** Racy: a few bytes more or less do not matter. */
    private long bytes;

    private ArenaGroup(int stripe) {
        this.stripe = stripe;
    }

    /** The group of a new arena. */
    static ArenaGroup join() {
        int stripe = (int) Thread.currentThread().threadId() & STRIPES - 1;
        synchronized (LOCKS[stripe]) {
            ArenaGroup group = CURRENT[stripe];
            if (group == null) {
                group = new ArenaGroup(stripe);
                CURRENT[stripe] = group;
            }
            group.joined++;
            group.open++;
            if (group.joined == MOST_ARENAS) {
                group.seal();
            }
            return group;
        }
    }

    Arena session() {
        return session;
    }

    /** Of a small block. */
    void count(long size) {
        bytes += size;
    }

    /** An arena closes and leaves its blocks. */
    void leave(long blocks) {
        boolean over;
        synchronized (LOCKS[stripe]) {
            open--;
            if (bytes > MOST_BYTES) {
                seal();
            }
            over = sealed && open == 0;
            if (!over && !Check.ON) {
                dropLarge(blocks);
            }
            append(blocks);
        }
        if (over) {
            end();
        }
    }

    /** Gives the memory of large blocks back, but for their headers' pages. */
    private static void dropLarge(long blocks) {
        for (long header = blocks; header != 0; header = BlockStack.next(header)) {
            long base = BlockStack.base(header);
            long end = base + Hz3.usableSize(base);
            if (end - base >= LARGE) {
                long begin = header + PAGE & -PAGE;
                Os.purge(begin, (end & -PAGE) - begin);
            }
        }
    }

    private void append(long blocks) {
        if (blocks != 0) {
            BlockStack.append(blocks, chain);
            chain = blocks;
        }
    }

    private void seal() {
        sealed = true;
        if (CURRENT[stripe] == this) {
            CURRENT[stripe] = null;
        }
    }

    /** Nobody has an arena of the group any more, or can get one, so the chain is the caller's: frees it, or tries again later. */
    private void end() {
        try {
            // When this returns, no thread is in the middle of an access, and each later one throws.
            session.close();
        } catch (IllegalStateException | OutOfMemoryError e) {
            if (session.scope().isAlive()) {
                synchronized (HELD) {
                    HELD.add(this);
                }
                return;
            }
        }
        if (!Library.isClosed()) {
            BlockStack.free(chain);
        }
    }

    /**
     * Ends groups in which all arenas are closed though others might still join, and tries again to close those that were held. All of
     * them, whatever misuse shows with one.
     */
    static void expire() {
        MemoryMisuseException misuse = null;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            ArenaGroup group;
            synchronized (LOCKS[stripe]) {
                group = CURRENT[stripe];
                if (group != null) {
                    group.seal();
                    group = group.open == 0 ? group : null;
                }
            }
            if (group != null) {
                misuse = group.end(misuse);
            }
        }
        List<ArenaGroup> again;
        synchronized (HELD) {
            again = List.copyOf(HELD);
            HELD.clear();
        }
        for (ArenaGroup group : again) {
            misuse = group.end(misuse);
        }
        if (misuse != null) {
            throw misuse;
        }
    }

    /** Returns all misuses so far as one, or null. */
    private MemoryMisuseException end(MemoryMisuseException before) {
        try {
            end();
            return before;
        } catch (MemoryMisuseException e) {
            return Misuse.join(before, e);
        }
    }
}
