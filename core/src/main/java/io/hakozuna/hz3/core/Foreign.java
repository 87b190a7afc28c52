package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Process;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Addresses that hz3 has not given out: usually they are another allocator's, and go to the next one in the process's link order. With
 * {@code HZ3_REFUSE_FOREIGN} they stop the process: where all blocks are hz3's own, such an address is wrong, a block above the arena's
 * that was freed already, or an attacker's.
 */
@StaticInit
@Unmanaged
final class Foreign {
    private Foreign() {
    }

    static void free(long address) {
        if (Knobs.refuseForeign() != 0) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, address);
        }
        Process.foreignFree(address);
    }

    static long reallocate(long address, long size) {
        refuseUse(address);
        return Process.foreignReallocate(address, size);
    }

    static long usableSize(long address) {
        refuseUse(address);
        return Process.foreignUsableSize(address);
    }

    private static void refuseUse(long address) {
        if (Knobs.refuseForeign() != 0) {
            Console.fatal(Text.USE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, address);
        }
    }
}
