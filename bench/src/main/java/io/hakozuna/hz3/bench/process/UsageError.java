package io.hakozuna.hz3.bench.process;

/** Something the user has to put right: a name, a file, a missing tool. Its message is one line; the command ends with 2. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }
}
