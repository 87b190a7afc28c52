package io.hakozuna.hz3.verify.contract;

import io.hakozuna.hz3.verify.Run;

/** A wrong free inside the arena ends the program by SIGABRT with one line that names the allocator. */
record BadFree(String kind) implements Check {
    private static final int ABORTED = 128 + 6;

    @Override
    public String name() {
        return "bad_free " + kind;
    }

    @Override
    public void under(String lane) throws Exception {
        Run.Result result = Lanes.preload(Client.of("bad_free", kind).run(lane), lane).run();
        boolean oneLine = result.err().indexOf('\n') == result.err().length() - 1 && result.err().contains("hz3");
        if (result.timedOut() || result.exit() != ABORTED || !oneLine) {
            throw new AssertionError("under " + lane + ": should abort with one line on standard error that contains hz3: " + result.describe());
        }
    }
}
