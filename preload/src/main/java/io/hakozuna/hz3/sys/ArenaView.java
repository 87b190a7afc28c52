package io.hakozuna.hz3.sys;

import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** What a free needs of the arena, which is the same for all heaps. Here each has it beside its list heads. */
@StaticInit
@Unmanaged
public final class ArenaView {
    private ArenaView() {
    }

    public static void open(long base, long tags) {
    }

    public static long base(long inHeap) {
        return Memory.getLong(inHeap);
    }

    public static long tags(long inHeap) {
        return Memory.getLong(inHeap);
    }
}
