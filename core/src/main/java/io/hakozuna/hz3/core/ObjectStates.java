package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Which objects are in use ({@code HZ3_OBJECT_STATES}): a byte for each 16 bytes of the arena, in a table apart from it, so that nothing
 * that a program writes past its blocks gets there. A free looks whether an object in use begins at the address: a second free, and one
 * of an address inside an object, between objects or never handed out, stop the process with one line. A malloc looks whether what it
 * has from a list is free.
 * <pre>
 *   NEVER      no object has begun here since the span was opened
 *   ALLOCATED  the program has it
 *   FREE       it is in some list: a bin, a span's, mail, a stash; or it is hidden
 * </pre>
 * Bytes and not bits, because neighbours may be freed by several threads at once: a byte is written without a look at the others.
 *
 * <p>Ordering: the state is set to ALLOCATED before the program has the address, and to FREE before the object is in a list. The
 * owner's own accesses are plain. Who frees another owner's object exchanges the state, so of two threads that free it one sees it; only an
 * owner's free at the very same moment as another thread's may be missed here, and is met when the object comes home or goes out again.
 */
@StaticInit
@Unmanaged
final class ObjectStates {
    private static final byte NEVER = 0;
    private static final byte ALLOCATED = 1;
    private static final byte FREE = 2;

    private static final int UNIT_SHIFT = 4;

    private ObjectStates() {
    }

    static boolean areKept() {
        return Knobs.objectStates() != 0;
    }

    private static long state(long object) {
        return Memory.getLong(Globals.at(Globals.STATES)) + (object >>> UNIT_SHIFT);
    }

    /** An object from a list goes to the program. */
    static void handOut(long object) {
        if (areKept()) {
            long state = state(object);
            if (Cpu.unlikely(Memory.getByte(state) != FREE)) {
                failOut(object);
            }
            Memory.putByte(state, ALLOCATED);
        }
    }

    /** A run that was made just now goes to the program. */
    static void handOutNew(long run) {
        if (areKept()) {
            Memory.putByte(state(run), ALLOCATED);
        }
    }

    /** The owner frees one of its objects. The address is anything in the owner's pages. */
    static void takeBack(long address) {
        if (areKept()) {
            long state = state(address);
            if (Cpu.unlikely((address & 15 | Memory.getByte(state) ^ ALLOCATED) != 0)) {
                failBack(address);
            }
            Memory.putByte(state, FREE);
        }
    }

    /** The same for an address in a page with a tag of another owner, or of none that is known. */
    static void takeBackOthers(long address) {
        if (areKept() && ((address & 15) != 0 || Memory.getAndSetByteVolatile(state(address), FREE) != ALLOCATED)) {
            failBack(address);
        }
    }

    /** Stops the process unless an object in use begins at the address, whose page has a tag. */
    static void use(long address) {
        if (areKept() && (address & 15 | Memory.getByte(state(address)) ^ ALLOCATED) != 0) {
            fail(Text.USE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, address);
        }
    }

    /** So many objects were cut off a span. */
    static void carved(long first, int size, int count) {
        if (areKept()) {
            for (int i = 0; i < count; i++) {
                Memory.putByte(state(first + (long) i * size), FREE);
            }
        }
    }

    /** Pages become a span, in which nothing begins yet. */
    static void forget(long page, int pages) {
        if (areKept()) {
            Memory.zero(state(Arena.addressOf(page)), pages * Arena.PAGE_BYTES >>> UNIT_SHIFT);
        }
    }

    private static void failOut(long object) {
        Console.corrupt(Text.LINKS, Text.LINK_LEADS_TO_NO_FREE_OBJECT, ownerOf(Arena.pageOf(object)), sizeOf(Arena.pageOf(object)), object);
    }

    private static void failBack(long address) {
        int state = Memory.getByte(state(address));
        fail((address & 15) != 0 ? Text.FREE_OF_A_MISALIGNED_ADDRESS
            : !ListCheck.isStart(address) ? Text.FREE_OF_AN_ADDRESS_INSIDE_AN_OBJECT
            : state == NEVER ? Text.FREE_OF_AN_OBJECT_THAT_WAS_NEVER_ALLOCATED : Text.DOUBLE_FREE_OF_AN_OBJECT, address);
    }

    static void failAsWrittenTo(long object) {
        fail(Text.OBJECT_WAS_WRITTEN_TO_AFTER_ITS_FREE, object);
    }

    private static void fail(int what, long address) {
        long page = Arena.pageOf(address);
        Console.corrupt(Text.OBJECTS, what, ownerOf(page), sizeOf(page), address);
    }

    /** Whose the page's objects are; 0 if it has none. */
    static long ownerOf(long page) {
        return (Arena.tagOf(page) & 0xffffffffL) >>> PageTag.OWNER_SHIFT;
    }

    /** How large the page's objects are; 0 if it has none. */
    static long sizeOf(long page) {
        int tag = Arena.tagOf(page);
        return (tag & PageTag.RUN) != 0 ? Runs.usableSize(page) : SizeClasses.sizeOf(tag & PageTag.BIN_MASK);
    }

    /** What the table takes for so many pages of the arena. */
    static long bytes(long pages) {
        return areKept() ? pages << Arena.PAGE_SHIFT - UNIT_SHIFT : 0;
    }

    /** The table is reserved, for so many pages of the arena, which begins at the base. */
    static void open(long table, long base, long pages) {
        if (areKept()) {
            refuseHugePages(table, pages);
            Memory.putLong(Globals.at(Globals.STATES), table - (base >>> UNIT_SHIFT));
            Memory.putLong(Globals.at(Globals.RESERVED_STATES), pages);
        }
    }

    /** A huge page would be there as a whole for the few states that are asked for. */
    private static void refuseHugePages(long table, long pages) {
        Os.hugePages(table, bytes(pages), 0);
    }

    /** For the pages of the next segment; it may be told again. The caller holds the arena lock, as of {@link #unreserve}. */
    static boolean commit(long firstPage, long pages) {
        if (!areKept()) {
            return true;
        }
        long table = state(Arena.addressOf(firstPage));
        if (firstPage < Memory.getLong(Globals.at(Globals.RESERVED_STATES))) {
            return Os.commit(table, bytes(pages));
        }
        boolean got = Os.mapAt(table, bytes(pages)) > 0;
        if (got) {
            refuseHugePages(table, pages);
            Memory.putLong(Globals.at(Globals.RESERVED_STATES), firstPage + pages);
        }
        return got;
    }

    /**
     * Gives back the addresses of the states from the page on, where the arena hardly gets any more; they are mapped if it does. Returns
     * whether there was anything.
     */
    static boolean unreserve(long page) {
        long reserved = Memory.getLong(Globals.at(Globals.RESERVED_STATES));
        if (!areKept() || page >= reserved || !Os.unmap(state(Arena.addressOf(page)), bytes(reserved - page))) {
            return false;
        }
        Memory.putLong(Globals.at(Globals.RESERVED_STATES), page);
        return true;
    }

    /** The range's memory has gone back, and nothing in it is in use. */
    static void purge(long address, long bytes) {
        if (areKept()) {
            Os.purge(state(address), bytes >>> UNIT_SHIFT);
        }
    }

    /** Bytes of the table that are in memory. */
    static long residentBytes() {
        long pages = areKept() ? Arena.committedPages() : 0;
        return pages == 0 ? 0 : Os.residentBytes(state(Arena.addressOf(0)), bytes(pages));
    }
}
