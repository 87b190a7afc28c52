package io.hakozuna.hz3.mutation;

/**
 * A conditional branch of the core, as the compiler has made it, that is always taken or never: the check that decides it is dropped.
 *
 * @param branch the branch's number among all
 * @param type   the class's simple name
 * @param place  the method's name and which one of its branches it is, from 0 on
 * @param line   where that is in the source
 */
record Check(int branch, String type, String place, int line, boolean isAlways) {
    String name() {
        return type + "." + place + (isAlways ? "_ALWAYS" : "_NEVER");
    }

    int number() {
        return number(branch, isAlways);
    }

    /** That a branch is always taken changes what it does where its condition does not hold, and the reverse. */
    static int number(int branch, boolean isAlways) {
        return 2 * branch + (isAlways ? 1 : 0);
    }
}
