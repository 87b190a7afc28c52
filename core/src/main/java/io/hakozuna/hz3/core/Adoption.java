package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A heap that needs a new span takes over a segment of a dead heap instead, with the blocks in it that are still in use: the one that
 * holds the object that it sent home last. A thread that follows another one (a server's next session, the next stage of a pipeline)
 * frees its predecessor's blocks while it allocates its own, and would hold both until the last of the old ones is gone. After the
 * adoption it fills the holes that it makes, and its frees are frees of its own objects.
 *
 * <p>A thread that only frees for the dead adopts nothing: the next thread gets their heap whole ({@link DeadHeaps}).
 *
 * <p><b>Why it is safe.</b> The adopter has claimed the dead heap, so it owns both. It settles it, so that all its spans are detached
 * and count exactly and none of its objects is in a bin; then it moves the records of the segment to its own lists, and writes its own
 * number into the tags. A thread that has read an old tag sends the object to the old owner. Whoever takes that mail home looks the tag
 * up again, sees that the object is somebody else's, and sends it on ({@link #sendOn}). One that reads the new tag sends it to the
 * adopter at once, or frees it as its own if it is the adopter. Until it has come home the object counts as out, so its span is not
 * retired, whoever adopts it meanwhile. Hence an old tag is as good as a new one, and only {@link ListCheck} needs an order.
 *
 * <p>Rivals: in mimalloc a thread that needs a page reclaims segments of ended threads; tcmalloc and jemalloc have no owners but central
 * lists and arenas, at the price of a lock.
 */
@StaticInit
@Unmanaged
final class Adoption {
    private Adoption() {
    }

    /** The heap has sent mail to an owner: if that is dead, remembers where. */
    static void sentMail(long heap, long owner, long object) {
        if (Knobs.adoptSegments() != 0 && Memory.getIntOpaque(Arena.heapOf(owner) + Heap.STATE) == Heap.STATE_DEAD) {
            Memory.putLong(heap + Heap.MAILED_TO_DEAD, object);
        }
    }

    static boolean isWorthATry(long heap) {
        return Knobs.adoptSegments() != 0 && Memory.getLong(heap + Heap.MAILED_TO_DEAD) != 0;
    }

    /** Whether what is in mail for this heap may by now be another one's. A racy look where it is somebody else's. */
    static boolean hasLost(long heap) {
        return Knobs.adoptSegments() != 0 && Memory.getLongOpaque(heap + Heap.LOST_SEGMENTS) != 0;
    }

    /** Takes over the segment of the object that was last sent to a dead heap, if that has it and is still dead; returns whether it did. */
    static boolean adopt(long heap) {
        long segment = Segments.ofPage(Arena.pageOf(Memory.getLong(heap + Heap.MAILED_TO_DEAD)));
        Memory.putLong(heap + Heap.MAILED_TO_DEAD, 0);
        int owner = Segments.owner(segment);
        long dead = owner == 0 ? heap : Arena.heapOf(owner);
        if (dead == heap || Guests.isCommon(dead) || !DeadHeaps.claim(dead)) {
            return false;
        }
        // The second look is the one that counts: nobody else moves segments of a claimed heap.
        boolean adopted = Segments.owner(segment) == owner && DeadHeaps.settleWithin(dead, Purge.BUDGET);
        if (adopted) {
            // The adopter's copy of the arena's size must cover what it owns.
            Memory.putLong(heap + Heap.ARENA_PAGES, Memory.getLongAcquire(Globals.at(Globals.ARENA_PAGES)));
            Memory.putLongOpaque(dead + Heap.LOST_SEGMENTS, 1);
            move(dead, heap, segment);
            Surroundings.report(dead);
            Heap.count(heap, Heap.ADOPTED_SEGMENTS, 1);
        }
        DeadHeaps.letGo(dead);
        return adopted;
    }

    private static void move(long from, long to, long segment) {
        Purge.leave(from, segment);
        long used = ~Memory.getLong(segment + Segments.FREE_PAGES);
        long first = Segments.firstPage(segment);
        while (used != 0) {
            long page = first + Cpu.trailingZeros(used);
            used &= used - 1;
            int bin = PageTag.get(from, page) & PageTag.BIN_MASK;
            long record = Arena.spanRecord(page);
            if (bin != 0 && bin < SizeClasses.BINS) {
                if (Memory.getInt(record + Span.BACK) == 0 && Memory.getInt(record + Span.STATE) == Span.STATE_PARTIAL) {
                    Spans.unlinkPartial(Heap.classRecord(from, bin), record);
                    Spans.linkPartial(Heap.classRecord(to, bin), record);
                }
                tag(to, page, PageTag.DETACHED | bin);
            } else if (PageTag.get(from, page) != 0) {
                // A run's first page, attached or not; the others have no tags.
                Runs.detach(from, page, Memory.getInt(record + Span.PAGES));
                tag(to, page, PageTag.RUN);
            }
        }
        Segments.link(to, segment);
    }

    private static void tag(long heap, long page, int kind) {
        PageTag.set(heap, page, Memory.getInt(heap + Heap.OWNER_TAG) | kind);
    }

    /**
     * An object that is in the mail of a heap and belongs to another one: by now, or from the beginning, as a run in taken mail. The caller
     * flushes the heap's stash in the end.
     */
    static void sendOn(long heap, long page, long object, long kind) {
        if (Knobs.adoptSegments() == 0 && Knobs.takeMail() == 0 || kind == Memory.getLong(heap + Heap.OWNER_TAG)) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, object);
        }
        RemoteFree.sendOn(heap, page, object, kind ^ Memory.getLong(heap + Heap.OWNER_TAG));
    }
}
