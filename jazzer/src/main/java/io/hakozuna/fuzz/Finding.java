package io.hakozuna.fuzz;

/** The library did not do what it promises. */
final class Finding extends AssertionError {
    private static final long serialVersionUID = 1;

    Finding(String what) {
        super(what);
    }

    Finding(String what, Throwable cause) {
        super(what, cause);
    }

    static void unless(boolean holds, String what) {
        if (!holds) {
            throw new Finding(what);
        }
    }
}
