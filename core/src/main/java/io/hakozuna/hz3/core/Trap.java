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
 * <p>In a thread that does not do too much, every free of a trapped page is caught, so its clock goes on. In one that does more, patience
 * ({@code HZ3_TICK_TRAPS}) runs out and a trapped page is let go at its first free. Patience comes back with time, and all of it, once in
 * an eighth of the decay, with a tick that a trap has brought: 4096 for a thread with some 60,000 frees a second. On the JVM it is less,
 * for what a thread does first is what the compiler learns of: it would take the slow path for the usual one, and compile it into all
 * that frees. The traps are set again with the ticks of natural events, so a thread in full swing pays for some slow frees a millisecond.
 * A thread that has let all its pages go and has no natural events has no ticks until it does something else, or somebody asks for a
 * {@link Trim}.
 */
@StaticInit
@Unmanaged
final class Trap {
    private static final long PATIENCE_A_MS = 8;
    /** Where there is more to do, a thread has a tick a millisecond; those that it missed it may have at once, up to so many. */
    private static final long MOST_TICKS = 8;
    /** To set the traps is a walk over all classes. */
    private static final long SETTING_MS = 4;

    private Trap() {
    }

    /** The bit for the tag of a span that is being attached. */
    static int ofNewSpan() {
        return Knobs.tickTraps() != 0 ? PageTag.TRAP : 0;
    }

    /** At the end of a tick: sets the traps, if it is time. Where there is more to do for a tick, the next one is to come soon. */
    static void set(long heap, long now, boolean more) {
        if (Knobs.tickTraps() == 0) {
            return;
        }
        Memory.putLong(heap + Heap.TRAP_AT, now + (more ? waitForMore(heap, now) : 1 + Knobs.purgeDecayMs() / 8));
        if (now - Memory.getLong(heap + Heap.TRAPS_SET_AT) < SETTING_MS) {
            return;
        }
        Memory.putLong(heap + Heap.TRAPS_SET_AT, now);
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            long span = Memory.getLong(Heap.classRecord(heap, bin) + Heap.OLDEST_ATTACHED);
            while (span != 0) {
                Spans.tag(heap, span, PageTag.TRAP);
                span = Memory.getLong(span + Span.NEXT);
            }
        }
    }

    /** Whether the last tick left more to do, for its own heap or others. */
    static boolean wantsTick(long heap, long now) {
        return Memory.getLong(heap + Heap.TRAP_AT) <= now + 1;
    }

    /** Milliseconds until the next one of the ticks that are wanted soon. */
    private static long waitForMore(long heap, long now) {
        long ticks = Math.min(MOST_TICKS, Memory.getLong(heap + Heap.TICKS_LEFT) + now - Memory.getLong(heap + Heap.TICKED_AT));
        Memory.putLong(heap + Heap.TICKED_AT, now);
        Memory.putLong(heap + Heap.TICKS_LEFT, Math.max(0, ticks - 1));
        return ticks > 0 ? 0 : 1;
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
        caught(heap, page, Os.milliseconds());
    }

    static void caught(long heap, long page, long now) {
        long earned = (now - Memory.getLong(heap + Heap.CAUGHT_AT)) * PATIENCE_A_MS;
        long patience = Math.min(Knobs.tickTraps(), Memory.getLong(heap + Heap.PATIENCE) + earned) - 1;
        Memory.putLong(heap + Heap.CAUGHT_AT, now);
        // A trim is worth more than the patience, for it ends.
        boolean trim = Trim.isDue(heap);
        boolean tick = now >= Memory.getLong(heap + Heap.TRAP_AT) || patience < 0 && trim;
        boolean all = tick && (trim || now - Memory.getLong(heap + Heap.PATIENT_SINCE) > Knobs.purgeDecayMs() / 8);
        if (all) {
            Memory.putLong(heap + Heap.PATIENT_SINCE, now);
        }
        Memory.putLong(heap + Heap.PATIENCE, all ? Knobs.tickTraps() : Math.max(patience, 0));
        if (tick) {
            Purge.tickOfLiving(heap, now);
        } else if (patience < 0) {
            release(heap, page);
        }
    }
}
