package io.hakozuna.hz3.bench;

/** Something the user has to put right: a name, a file, a missing tool. Its message is one line; the command ends with 2. */
final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageError(String message) {
        super(message);
    }
}
