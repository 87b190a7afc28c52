package io.hakozuna.hz3.sys;

/**
 * Tells when a lock will be held for ever. The allocator's locks are held for microseconds, and nothing in it catches: a call that an error
 * of the JVM's cuts short in the middle, no stack or no Java heap, leaves its lock taken, and all who need it would wait without an end and
 * without a word.
 */
final class StuckLocks {
    private static final long MOST_NANOS = 60_000_000_000L;
    /** A step that is longer is the whole process's, stopped by a debugger or by the system. */
    private static final long LONGEST_STEP_NANOS = 100_000_000;

    private static long waitedNanos;
    private static long before;

    private StuckLocks() {
    }

    /** A lock for which somebody waits was left. */
    static synchronized void left() {
        waitedNanos = 0;
    }

    /** Somebody has waited for a moment. Throws {@link IllegalStateException} if nobody has left such a lock for a minute of waiting. */
    static void waited() {
        waited(System.nanoTime(), MOST_NANOS);
    }

    static synchronized void waited(long now, long mostNanos) {
        waitedNanos += Math.min(now - before, LONGEST_STEP_NANOS);
        before = now;
        if (waitedNanos > mostNanos) {
            throw new IllegalStateException("hz3: a call that a StackOverflowError or an OutOfMemoryError cut short has left a lock taken, so"
                + " that no more memory can be had; start the program anew, with a larger stack (-Xss) or Java heap (-Xmx)");
        }
    }
}
