package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import io.hakozuna.hz3.verify.Sanitizers;
import java.io.IOException;

/** The native model with the lane's C under the sanitizers of the compiler. */
record Sanitized(String lane) implements Part {
    private static final long CALLS = 40_000;

    @Override
    public String name() {
        return "sanitizers";
    }

    @Override
    public String what() {
        return "the native model linked with the lane's C, four threads under ThreadSanitizer, one under UndefinedBehaviorSanitizer";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        Run.Result races = Sanitizers.races(lane, Long.toString(seed), Long.toString(CALLS * size), "4").run();
        if (!Workshop.isFine(races)) {
            return Workshop.failed(races);
        }
        Run.Result undefined = Sanitizers.undefined(lane, Long.toString(seed), Long.toString(CALLS * size)).run();
        return Workshop.isFine(undefined) ? Round.fine("calls", 5 * CALLS * size) : Workshop.failed(undefined);
    }
}
