package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * What happens to an object at the very moments when it goes to the program and when the program frees it, in lanes that protect: its
 * state ({@link ObjectStates}), its canary ({@link Canary}), and zeroes in place of its contents ({@code HZ3_ZERO_ON_FREE}). In the others
 * nothing of it is in the code.
 */
@StaticInit
@Unmanaged
final class Hardening {
    /** From here on it is cheaper to give the memory back than to write zeroes over it. */
    private static final long PURGED_BYTES = 256 << 10;

    private Hardening() {
    }

    /** Whether anything is to be done at frees. */
    static boolean isOn() {
        return ObjectStates.areKept() || Canary.isOn() || zeroes() || Quarantine.isOn();
    }

    private static boolean zeroes() {
        return Knobs.zeroOnFree() != 0;
    }

    /** An object from the list of a bin goes to the program. */
    static void handOut(long object, long bin) {
        ObjectStates.handOut(object);
        if (zeroes()) {
            // What it was linked with.
            Memory.putLong(object, 0);
            Memory.putLong(object + 8, 0);
        }
        Canary.set(object, bin);
    }

    /** The owner frees what should be an object of its bin. The address is anything in the pages of that bin. */
    static void takeBack(long address, long bin) {
        ObjectStates.takeBack(address);
        Canary.check(address, bin);
        zeroIfWanted(address);
    }

    /** The same for an address whose page has the kind, as the heap sees it. Where nothing begins, somebody else says so. */
    static void takeBackAnyones(long address, long heap, long kind) {
        if (kind >>> PageTag.OWNER_SHIFT == 0) {
            takeBack(address, kind & PageTag.BIN_MASK);
        } else if (kind != Memory.getLong(heap + Heap.OWNER_TAG)) {
            takeBackOthers(address, kind);
        }
    }

    /** The same for an address in a page with a tag of another owner, or what is left of such a tag, of which the bin is looked at. */
    static void takeBackOthers(long address, long tag) {
        ObjectStates.takeBackOthers(address);
        Canary.check(address, tag & PageTag.BIN_MASK);
        zeroIfWanted(address);
    }

    private static void zeroIfWanted(long address) {
        if (zeroes()) {
            zeroObject(address);
        }
    }

    /** An address at which nothing begins is left to who finds that out. */
    private static void zeroObject(long address) {
        if (ListCheck.isStart(address)) {
            zero(address, ObjectStates.sizeOf(Arena.pageOf(address)));
        }
    }

    /** An object that has waited as a free one: nobody has written to it. */
    static void leavesQuarantine(long object) {
        if (zeroes()) {
            long end = object + ObjectStates.sizeOf(Arena.pageOf(object));
            for (long word = object; word < end; word += Long.BYTES) {
                if (Memory.getLong(word) != 0) {
                    ObjectStates.failAsWrittenTo(object);
                }
            }
        }
    }

    /** Writes zeroes over what is free now. Memory that is locked cannot be given back. */
    private static void zero(long address, long bytes) {
        if (bytes < PURGED_BYTES || !Os.purge(address, bytes)) {
            Memory.zero(address, bytes);
        }
    }

    /** A mapping is free now, or the end of a run. */
    static void takeBackRange(long address, long bytes) {
        if (zeroes()) {
            zero(address, bytes);
        }
    }
}
