package io.hakozuna.hz3.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** The resident size of a program over time, in KiB, one figure each {@link Program.Watch#STEP_MS} milliseconds. */
public final class Resident implements Program.Watch {
    private static final long PAGE_KIB = 4;

    private final LongUnaryOperator kibOf;
    private final List<Integer> kib = new ArrayList<>();

    /** Of the program alone. */
    public Resident() {
        this(Resident::statm);
    }

    private Resident(LongUnaryOperator kibOf) {
        this.kibOf = kibOf;
    }

    /** Of the program and all that it started. */
    public static Resident ofTree() {
        return new Resident(root -> ProcessStatus.tree(root).map(Resident::statm).sum());
    }

    /** Of the program and all that it started, without what is a file's or shared memory. */
    public static Resident anonymousOfTree() {
        return new Resident(root -> ProcessStatus.tree(root).map(pid -> ProcessStatus.kib(pid, "RssAnon")).sum());
    }

    @Override
    public synchronized void tick(long pid) {
        long now = kibOf.applyAsLong(pid);
        if (now > 0) {
            kib.add((int) now);
        }
    }

    public synchronized List<Integer> kib() {
        return List.copyOf(kib);
    }

    /** The resident KiB of a process now; 0 if it is gone. */
    private static long statm(long pid) {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ")[1]) * PAGE_KIB;
        } catch (IOException e) {
            return 0;
        }
    }
}
