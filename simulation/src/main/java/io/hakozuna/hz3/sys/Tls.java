package io.hakozuna.hz3.sys;

import io.hakozuna.hz3.simulation.Simulation;
import io.hakozuna.hz3.simulation.ThreadWords;

/** What belongs to the calling simulated thread, in words of simulated memory. */
public final class Tls {
    private Tls() {
    }

    private static long word(long offset) {
        return Simulation.current().threadBlock() + offset;
    }

    /** Opaque, as in the other back ends: who takes the heap stores to the word. */
    public static long heap() {
        return Memory.getLongOpaque(word(ThreadWords.HEAP));
    }

    public static void setHeap(long heap) {
        Memory.putLongOpaque(word(ThreadWords.HEAP), heap);
    }

    public static long noHeap() {
        return Simulation.current().noHeap();
    }

    public static long ownHeap() {
        return Memory.getLongOpaque(word(ThreadWords.OWN_HEAP));
    }

    public static void setOwnHeap(long heap) {
        Memory.putLongOpaque(word(ThreadWords.OWN_HEAP), heap);
    }

    public static boolean mayOwnHeap() {
        return Simulation.current().mayOwnHeap();
    }

    public static long slot() {
        return word(ThreadWords.HEAP);
    }

    public static long identity() {
        return Simulation.current().threadNumber();
    }

    public static long stackTop() {
        return 0;
    }

    public static boolean exiting() {
        return Memory.getLong(word(ThreadWords.EXITING)) != 0;
    }

    public static void setExiting() {
        Memory.putLong(word(ThreadWords.EXITING), 1);
    }

    public static long trace() {
        return Memory.getLong(word(ThreadWords.TRACE));
    }

    public static void setTrace(long value) {
        Memory.putLong(word(ThreadWords.TRACE), value);
    }

    public static void watchExit() {
        Simulation simulation = Simulation.current();
        if (!simulation.endsUnseen()) {
            simulation.watchExit();
        }
    }

    public static boolean endsUnseen() {
        return Simulation.current().endsUnseen();
    }

    public static boolean ended(int thread) {
        return Simulation.current().kernel().ended(thread);
    }

    public static void forget(int thread) {
        Memory.putLongOpaque(Simulation.current().blockOf(thread) + ThreadWords.OWN_HEAP, 0);
    }
}
