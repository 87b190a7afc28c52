package io.hakozuna.fuzz;

import io.hakozuna.hz3.Hz3;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Calls with arguments that the library promises to refuse, and to change nothing. */
final class Refusals {
    private static final Class<IllegalArgumentException> ARGUMENT = IllegalArgumentException.class;
    private static final Class<OutOfMemoryError> MEMORY = OutOfMemoryError.class;
    /** A power of two, but of no address. */
    private static final long TOO_FAR = 1L << 62;
    private static final int WITH_AN_ARENA = 15;
    private static final int WAYS = 20;

    private Refusals() {
    }

    /** One of them, with a live block's address or 0; and an arena or null, which may be another thread's alone. */
    static void of(Call call, long block, Arena arena, boolean isAnothers) {
        long below = ~call.size();
        long beyond = Long.MAX_VALUE - call.size();
        int way = call.detail() % WAYS;
        if (isAnothers) {
            Checks.refuses(WrongThreadException.class, () -> arena.allocate(1));
            Checks.refuses(WrongThreadException.class, arena::close);
            return;
        }
        if (way >= WITH_AN_ARENA && arena == null) {
            return;
        }
        switch (way) {
            case 0 -> Checks.refuses(ARGUMENT, () -> Hz3.allocate(below));
            case 1 -> Checks.refuses(ARGUMENT, () -> Hz3.allocateZeroed(below));
            case 2 -> Checks.refuses(ARGUMENT, () -> Hz3.allocateAligned(below, call.alignment()));
            case 3 -> Checks.refuses(ARGUMENT, () -> Hz3.reallocate(block, below));
            case 4 -> Checks.refuses(ARGUMENT, () -> Hz3.allocateSegment(below));
            case 5 -> Checks.refuses(ARGUMENT, () -> Hz3.allocateBuffer((int) below));
            case 6 -> Checks.refuses(ARGUMENT, () -> Hz3.allocateAligned(call.size(), noPower(call)));
            case 7 -> Checks.refuses(ARGUMENT, () -> Hz3.allocateSegment(call.size(), noPower(call)));
            case 8 -> Checks.refuses(MEMORY, () -> Hz3.allocate(beyond));
            case 9 -> Checks.refuses(MEMORY, () -> Hz3.allocateZeroed(beyond));
            case 10 -> Checks.refuses(MEMORY, () -> Hz3.allocateAligned(beyond, call.alignment()));
            case 11 -> Checks.refuses(MEMORY, () -> Hz3.reallocate(block, beyond));
            case 12 -> Checks.refuses(MEMORY, () -> Hz3.allocateAligned(call.size(), TOO_FAR));
            case 13 -> Checks.refuses(ARGUMENT, () -> Hz3.free(MemorySegment.ofArray(new byte[1])));
            case 14 -> refuseOthers(call);
            case WITH_AN_ARENA -> Checks.refuses(ARGUMENT, () -> arena.allocate(below));
            case 16 -> Checks.refuses(ARGUMENT, () -> arena.allocate(call.size(), noPower(call)));
            case 17 -> Checks.refuses(MEMORY, () -> arena.allocate(beyond));
            case 18 -> Checks.refuses(MEMORY, () -> arena.allocate(beyond, call.alignment()));
            default -> Checks.refuses(MEMORY, () -> arena.allocate(call.size(), TOO_FAR));
        }
    }

    private static void refuseOthers(Call call) {
        if (call.hand() == Hands.VIRTUAL) {
            Checks.refuses(IllegalStateException.class, Hz3::local);
        } else {
            Checks.refuses(ARGUMENT, () -> Hz3.free(ByteBuffer.allocate(1)));
        }
    }

    /** Negative ones too. */
    private static long noPower(Call call) {
        return (call.slot() & 1) == 0 ? -call.size() : 3 + 4 * call.size();
    }
}
