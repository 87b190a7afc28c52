package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Ticks for threads whose mallocs and frees all take the fast paths, which count nothing and so never come to an event. A bit in the page
 * tags of attached spans sends a free to the slow path, for nothing: the comparison is made anyway. A free that is caught does what it
 * would have done, and if it is time, the heap has a tick.
 *
 * <p>In a thread that does little, every free of a trapped page is caught, so its clock goes on. In one that does much, a trapped page is
 * let go at its first free after a number of them were caught too early; such a thread pays for some hundred slow frees at a time, and
 * the traps are set again with the tick of a natural event.
 */
@StaticInit
@Unmanaged
final class Trap {
    /** Frees that may be caught before it is time for a tick. */
    private static final long PATIENCE = 64;
    /** The spans of a new heap are trapped at once, so that its first ticks come although it has few events. */
    private static final long YOUNG_EVENTS = 64;

    private Trap() {
    }

    /** The bit for the tag of a span that is being attached. */
    static int ofNewSpan(long heap) {
        return Knobs.tickTraps() != 0 && Memory.getLong(heap + Heap.EVENTS) < YOUNG_EVENTS ? PageTag.TRAP : 0;
    }

    /** At the end of a tick: sets the traps, if it is time. Where there is more to do for a tick, the next one is to come soon. */
    static void set(long heap, long now, boolean more) {
        if (Knobs.tickTraps() == 0 || now < Memory.getLong(heap + Heap.TRAP_AT)) {
            return;
        }
        Memory.putLong(heap + Heap.TRAP_AT, now + (more ? 1 : 1 + Knobs.purgeDecayMs() / 8));
        Memory.putLong(heap + Heap.CAUGHT, 0);
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            long span = Memory.getLong(Heap.classRecord(heap, bin) + Heap.OLDEST_ATTACHED);
            while (span != 0) {
                Spans.tag(heap, span, PageTag.TRAP);
                span = Memory.getLong(span + Span.NEXT);
            }
        }
    }

    /** Mail of a page is no free that a trap waits for: lets the page go if it is trapped. Returns the object's kind without the bit. */
    static long open(long heap, long page, long kind) {
        if ((kind & PageTag.TRAP) != 0) {
            release(heap, page);
        }
        return kind & ~PageTag.TRAP;
    }

    private static void release(long heap, long page) {
        PageTag.set(heap, page, PageTag.get(heap, page) & ~PageTag.TRAP);
    }

    /** A free of an object in a trapped page was caught, and has been done. */
    static void caught(long heap, long page) {
        long caught = Memory.getLong(heap + Heap.CAUGHT) + 1;
        Memory.putLong(heap + Heap.CAUGHT, caught);
        long now = Os.milliseconds();
        if (now >= Memory.getLong(heap + Heap.TRAP_AT)) {
            Purge.tickOfLiving(heap, now);
        } else if (caught > PATIENCE) {
            release(heap, page);
        }
    }
}
