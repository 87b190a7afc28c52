package io.hakozuna.fuzz;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.MemoryMisuseException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What throws: calls that are refused whatever is checked, and misuse that is found with {@code -Dhz3.check=all}. */
final class Checks {
    static final boolean ON = System.getProperty("hz3.check", "").equals("all");
    private static final int WAYS = 6;

    private Checks() {
    }

    static void refuses(Class<? extends Throwable> expected, Runnable call) {
        try {
            call.run();
        } catch (Throwable thrown) {
            if (expected.isInstance(thrown)) {
                return;
            }
            throw new Finding("not the " + expected.getSimpleName() + " that is promised: " + thrown, thrown);
        }
        throw new Finding("no " + expected.getSimpleName() + ", which is promised");
    }

    /** Whether a block that was misused in this way is free afterwards. */
    static boolean frees(int way) {
        return way % WAYS < 3;
    }

    static void findsMisuse(Piece piece, int way) {
        piece.check();
        long address = piece.address();
        if (frees(way)) {
            Hz3.free(address);
        }
        switch (way % WAYS) {
            case 0 -> refuses(MemoryMisuseException.class, () -> Hz3.free(address));
            case 1 -> refuses(MemoryMisuseException.class, () -> Hz3.reallocate(address, 1));
            case 2 -> refuses(MemoryMisuseException.class, () -> Hz3.usableSize(address));
            case 3 -> refuses(MemoryMisuseException.class, () -> Hz3.free(address + 8));
            case 4 -> refuses(MemoryMisuseException.class, () -> Hz3.reallocate(address + 8, 1));
            default -> seesAWriteAt(address + piece.size());
        }
    }

    /** One that is taken back at once, so that the block can be freed in peace. */
    private static void seesAWriteAt(long address) {
        MemorySegment outside = Piece.raw(address, 1);
        byte before = outside.get(ValueLayout.JAVA_BYTE, 0);
        outside.set(ValueLayout.JAVA_BYTE, 0, (byte) ~before);
        try {
            refuses(MemoryMisuseException.class, Hz3::checkAll);
        } finally {
            outside.set(ValueLayout.JAVA_BYTE, 0, before);
        }
    }
}
