package io.hakozuna.hz3.verify.contract;

/** Something that must hold under a lane. */
interface Check {
    String name();

    /** Throws an {@link AssertionError} that says what does not hold. */
    void under(String lane) throws Exception;
}
