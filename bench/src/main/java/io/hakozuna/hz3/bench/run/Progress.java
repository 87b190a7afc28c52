package io.hakozuna.hz3.bench.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * A bar on the terminal that tells how far the bench is: {@code [######------] 48 %  mt2_r90 tcmalloc  3:20 left}. It is drawn on one
 * line, which {@link #clear} empties before a line of the table is printed. Where there is no terminal it is silent.
 */
public final class Progress {
    private static final int WIDTH = 24;
    private static final String EMPTY_LINE = "\r\033[K";

    private final PrintStream terminal;
    private final int total;
    private final long began = System.nanoTime();
    private int done;

    private Progress(PrintStream terminal, int total) {
        this.terminal = terminal;
        this.total = Math.max(total, 1);
    }

    /** For so many runs, on standard error if that and standard output are a terminal. */
    public static Progress of(int total) {
        boolean shown = System.console() != null && System.console().isTerminal();
        return new Progress(shown ? System.err : null, total);
    }

    /** The next run begins. */
    public void step(String row, String allocator) {
        if (terminal != null) {
            terminal.print(EMPTY_LINE + line(done, total, Duration.ofNanos(System.nanoTime() - began), row + " " + allocator));
            terminal.flush();
        }
        done++;
    }

    public void clear() {
        if (terminal != null) {
            terminal.print(EMPTY_LINE);
            terminal.flush();
        }
    }

    static String line(int done, int total, Duration passed, String what) {
        int filled = Math.min(WIDTH, WIDTH * done / total);
        String left = "";
        if (done > 0) {
            long seconds = passed.toSeconds() * (total - done) / done;
            left = String.format(Locale.ROOT, "  %d:%02d left", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "[%s%s] %d %%  %s%s", "#".repeat(filled), "-".repeat(WIDTH - filled),
            100 * done / total, what, left);
    }
}
