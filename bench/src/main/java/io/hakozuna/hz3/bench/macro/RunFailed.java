package io.hakozuna.hz3.bench.macro;

/** A run that does not count, with the reason in one line. */
final class RunFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunFailed(String reason) {
        super(reason);
    }
}
