package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Guard pages of direct blocks ({@code HZ3_GUARD_PAGES}): a page of the system's before the block and one behind it, which are mapped with
 * the block, stay with it while it is cached, and go with it. Nobody may touch them, so they hold no memory and are not counted.
 * <pre>
 *   guard | block | guard
 * </pre>
 * A guard is a courtesy: where the system refuses to protect a page, because the process has too many mappings (65530), the page lies
 * there for nothing. And since each block with guards takes two or three of those, only so many blocks have them.
 */
@StaticInit
@Unmanaged
final class MappingGuards {
    private static final long MOST_BLOCKS = 4096;

    private MappingGuards() {
    }

    /** What a block of so many bytes takes with its guards. */
    private static long around(long bytes) {
        return bytes + 2 * Guards.margin();
    }

    /** As {@link Direct#mapAligned}, with guards. */
    static long map(long bytes, long alignment) {
        // A guard before a block that is aligned to more than a page is the end of a range of that size, of which the rest goes.
        long lead = Math.max(alignment, Guards.margin());
        long whole = lead + bytes + Guards.margin();
        long mapping = whole < bytes ? 0 : Direct.mapAligned(whole, alignment);
        if (mapping == 0) {
            return 0;
        }
        long spare = lead - Guards.margin();
        if (spare != 0) {
            Leftovers.unmap(mapping, spare, false);
        }
        return enclose(mapping + spare, bytes, false);
    }

    /** Puts guards at both ends of a mapping, which may have old contents there. Returns where the block between them begins. */
    private static long enclose(long mapping, long bytes, boolean used) {
        long block = mapping + Guards.margin();
        close(mapping, used);
        close(block + bytes, used);
        return block;
    }

    /** Only while there are fewer blocks than the bound: so no more than that have guards at a time, and nobody has to remember which. */
    private static void close(long page, boolean used) {
        if (Direct.blocks() < MOST_BLOCKS) {
            if (used) {
                Os.purge(page, Direct.OS_PAGE);
            }
            Os.protect(page, Direct.OS_PAGE);
        }
    }

    /** As {@link Leftovers#take}, with guards, which the limit does not count. */
    static long takeLeft(long bytes) {
        long mapping = Leftovers.take(around(bytes));
        if (mapping == 0) {
            return 0;
        }
        Limit.give(2 * Guards.margin());
        return enclose(mapping, bytes, true);
    }

    /** As {@link Os#remap}, with the guards. */
    static long remap(long block, long before, long bytes) {
        long mapping = block - Guards.margin();
        // What moves must be of one kind.
        long moved = Os.commit(mapping, around(before)) ? Os.remap(mapping, around(before), around(bytes)) : 0;
        if (moved == 0) {
            enclose(mapping, before, false);
            return 0;
        }
        return enclose(moved, bytes, bytes < before);
    }

    /** Gives a block back. */
    static void unmap(long block, long bytes) {
        unmap(block - Guards.margin(), around(bytes), block, bytes);
    }

    /** A block is to end here and not further on: from now on there is a guard. What is behind that goes by {@link #unmapEnd}. */
    static void end(long end) {
        close(end, true);
        Limit.give(Guards.margin());
    }

    /** Gives back so many bytes, from where a block ends now to where it ended before. */
    static void unmapEnd(long end, long bytes) {
        unmap(end + Guards.margin(), bytes, end + Guards.margin(), bytes - Guards.margin());
    }

    /** A part of the mapping is memory that the limit counts. */
    private static void unmap(long mapping, long whole, long memory, long bytes) {
        if (Os.unmap(mapping, whole)) {
            Limit.give(bytes);
        } else if (Os.commit(mapping, whole)) {
            // All of it is memory now, for another block.
            Limit.give(bytes - whole);
            Leftovers.unmap(mapping, whole, true);
        } else {
            Leftovers.unmap(memory, bytes, true);
        }
    }
}
