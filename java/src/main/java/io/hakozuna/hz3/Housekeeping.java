package io.hakozuna.hz3;

import io.hakozuna.hz3.core.Lifecycle;
import io.hakozuna.hz3.core.PurgeThread;
import io.hakozuna.hz3.core.Statistics;
import io.hakozuna.hz3.sys.Library;

/**
 * The daemon thread that gives memory back while the program's threads are silent or have ended, and the end of everything. The JVM tells
 * nobody that a thread ends, so somebody must look.
 */
final class Housekeeping implements Runnable {
    private static final String STATISTICS = "hz3.stats";

    /** Groups of shared arenas are looked at so often at least, whatever the decay time is. */
    private static final long ARENAS_MS = 500;

    private static Thread thread;
    private static volatile boolean closing;

    private Housekeeping() {
    }

    static synchronized void start() {
        SummaryEvent.register();
        if (System.getProperty(STATISTICS, "0").equals("1")) {
            Runtime.getRuntime().addShutdownHook(new Thread(Housekeeping::printStatistics, "hz3-statistics"));
        }
        if (PurgeThread.isWanted() && thread == null) {
            thread = Thread.ofPlatform().daemon().name("hz3-purge").inheritInheritableThreadLocals(false).unstarted(new Housekeeping());
            // It outlives whoever happens to be the first to allocate, and must not hold on to their class loader.
            thread.setContextClassLoader(null);
            thread.start();
        }
    }

    private static void printStatistics() {
        if (!Library.isClosed()) {
            Statistics.print();
        }
    }

    @Override
    public void run() {
        long untilRound = 0;
        while (!closing) {
            try {
                if (untilRound <= 0) {
                    untilRound = PurgeThread.round();
                }
                long pause = Math.min(untilRound, ARENAS_MS);
                untilRound -= pause;
                Thread.sleep(pause);
                expire();
                Library.forgetEndedThreads();
                if (untilRound <= 0) {
                    // Who frees the blocks of a thread that has ended takes its heap over; here nobody else could take it then.
                    Lifecycle.rest();
                }
            } catch (InterruptedException e) {
                // Closed; or somebody interrupts all threads of a group, which is none of ours.
            } catch (OutOfMemoryError e) {
                // Of the Java heap: the next round may find room.
                untilRound = ARENAS_MS;
            }
        }
    }

    private static void expire() {
        try {
            ArenaGroup.expire();
        } catch (MemoryMisuseException e) {
            // Of blocks whose arena was closed by a thread that is gone on.
            Misuse.print(e, System.err);
        }
    }

    static synchronized void close() {
        if (thread != null) {
            closing = true;
            thread.interrupt();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            thread = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (Check.ON) {
            Checked.close();
        }
        SummaryEvent.unregister();
        MemoryUse.whileNobodyLooks(Library::close);
    }
}
