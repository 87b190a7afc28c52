package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The links between free objects, which lie in the objects themselves: the one place that reads and writes them. Usually a link is the
 * next object's address. With {@code HZ3_ENCODED_LINKS} what lies there is
 * <pre>
 *   reversed bytes of (link ^ secret of the process ^ address of the word that holds it)
 * </pre>
 * so that who writes to a freed object cannot make the allocator hand out an address of his choice: what he writes becomes a random
 * one, which lies in the arena with a chance of about one in a million, and begins a free object with much less ({@link ObjectStates}).
 * Bytes are reversed because an overflow reaches the word's first bytes first, and those decide whether the link is an address at all.
 *
 * <p>The word's own address makes equal links look different, and a link worthless at another place. A program that can read a freed
 * object learns the secret from a link whose value it knows; that is so for all such encodings (safe linking in glibc, mimalloc).
 */
@StaticInit
@Unmanaged
final class FreeLink {
    private FreeLink() {
    }

    /** The link in a word of a free object. */
    static long get(long word) {
        if (Knobs.encodedLinks() == 0) {
            return Memory.getLong(word);
        }
        long link = decoded(word);
        if (Cpu.unlikely(isOut(link)) && link != 0) {
            leadsOut(word);
        }
        return link;
    }

    /** The same for a link whose lowest bit is a mark. */
    static long getMarked(long word) {
        long link = peek(word);
        if (Knobs.encodedLinks() != 0 && isOut(link & -2L) && (link & -2L) != 0) {
            leadsOut(word);
        }
        return link;
    }

    /** The same without a check, for who checks himself, or only asks for what may be there. */
    static long peek(long word) {
        return Knobs.encodedLinks() == 0 ? Memory.getLong(word) : decoded(word);
    }

    static void put(long word, long link) {
        Memory.putLong(word, Knobs.encodedLinks() == 0 ? link : Cpu.reverseBytes(link ^ word ^ secret()));
    }

    private static long decoded(long word) {
        return Cpu.reverseBytes(Memory.getLong(word)) ^ word ^ secret();
    }

    private static long secret() {
        return Memory.getLong(Globals.at(Globals.LINK_SECRET));
    }

    /** Whether no object can begin there. The shift around lets one comparison see the lowest bits as well. Null counts as out. */
    private static boolean isOut(long link) {
        long offset = link - Memory.getLong(Globals.at(Globals.ARENA_BASE));
        long units = offset >>> 4 | offset << 60;
        return Long.compareUnsigned(units >>> Arena.PAGE_SHIFT - 4, Memory.getLong(Globals.at(Globals.ARENA_PAGES))) >= 0;
    }

    private static void leadsOut(long word) {
        long object = word & -16L;
        long page = Arena.pageOf(object);
        Console.corrupt(Text.LINKS, Text.OBJECT_WAS_WRITTEN_TO_AFTER_ITS_FREE, ObjectStates.ownerOf(page), ObjectStates.sizeOf(page), object);
    }

    /** Before the first object. */
    static void open() {
        if (Knobs.encodedLinks() != 0) {
            Memory.putLong(Globals.at(Globals.LINK_SECRET), Os.secret());
        }
    }
}
