package io.hakozuna.fuzz;

import io.hakozuna.hz3.Hz3;
import java.util.List;

/**
 * What Jazzer calls: bytes are calls of the library. At the end of an input all is freed, and by the library's own count nothing is in use
 * that was not before.
 */
public final class LibraryTarget {
    private static final int MOST_ROUNDS = 5;
    private static final Hands HANDS = new Hands();

    private static long inUseBefore;

    private LibraryTarget() {
    }

    /** Before the first input. Not while the class is initialised, for other threads would wait for that. */
    public static void fuzzerInitialize() {
        // Each thread has what it will always have.
        Hands.ALL.forEach(hand -> HANDS.let(hand, LibraryTarget::tidyUp));
        HANDS.end();
        inUseBefore = settled(-1);
    }

    /** One input. */
    public static void fuzzerTestOneInput(byte[] input) {
        make(Call.allOf(input));
    }

    static void make(List<Call> calls) {
        Model model = new Model(HANDS);
        calls.forEach(model::make);
        model.end(calls.isEmpty() ? Hands.FUZZER : calls.getLast().hand());
        long inUse = settled(inUseBefore);
        Finding.unless(inUse == inUseBefore, "all is freed, and " + inUse + " bytes are in use, not " + inUseBefore + " as at first");
    }

    /** What is in use once each thread has tidied up; some of it is another's to tidy up. */
    private static long settled(long expected) {
        long inUse = expected + 1;
        for (int i = 0; i < MOST_ROUNDS && inUse != expected; i++) {
            Hands.ALL.stream().filter(hand -> hand != Hands.ENDING).forEach(hand -> HANDS.let(hand, LibraryTarget::tidyUp));
            inUse = Hz3.memoryUse().inUse();
        }
        return inUse;
    }

    private static boolean tidyUp() {
        Model.endScopes();
        return Hz3.trim();
    }
}
