package io.hakozuna.hz3;

/**
 * What is said on standard error when the JVM ends, or before that when all memory goes: misuses that show by then, and blocks never freed.
 */
final class ExitReport {
    private static final Thread HOOK = Thread.ofPlatform().name("hz3-check").inheritInheritableThreadLocals(false)
        .unstarted(() -> print(() -> { }));

    private ExitReport() {
    }

    static void arm() {
        HOOK.setContextClassLoader(null);
        try {
            Runtime.getRuntime().addShutdownHook(HOOK);
        } catch (IllegalStateException e) {
            // The JVM ends already: it is too late for a report.
        }
    }

    static void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(HOOK);
        } catch (IllegalStateException e) {
            // The JVM ends: the hook finds no block.
        }
    }

    /** Reports, then does what is given before another may report: who unmaps the memory says so in between. */
    static synchronized void print(Runnable then) {
        try {
            // Blocks of closed arenas that wait for others.
            ArenaGroup.expire();
        } catch (MemoryMisuseException e) {
            Misuse.print(e, System.err);
        }
        Checked.misuses("the exit").forEach(misuse -> Misuse.print(misuse, System.err));
        if (Check.LEAKS) {
            LeakReport.print(Checked.held(), System.err);
        }
        then.run();
    }
}
