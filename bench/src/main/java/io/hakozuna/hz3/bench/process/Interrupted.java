package io.hakozuna.hz3.bench.process;

/** This process is about to end: what its programs do from now on says nothing of them. */
public final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Interrupted() {
        super("interrupted");
    }
}
