package io.hakozuna.hz3;

import io.hakozuna.hz3.knobs.Settings;
import io.hakozuna.hz3.sys.Library;
import java.util.ArrayList;
import java.util.List;

/** What {@link Hz3}'s calls do while blocks are followed. */
final class Checked {
    static final long LEAST_ALIGNMENT = 16;
    static final String FREE = "free";
    static final String REALLOCATE = "reallocate";
    /** Of those that one exception or report bears. */
    private static final int MOST_MISUSES = 20;

    private static final Tracker TRACKER = Check.EVERY_BLOCK ? new GuardedBlocks(Settings.quarantine()) : new SampledBlocks();

    static {
        ExitReport.arm();
    }

    private Checked() {
    }

    static long allocate(long size, long alignment, boolean zeroed) {
        return allocate(size, alignment, zeroed, null);
    }

    /** One of an arena that was opened at the place. */
    static long allocate(long size, long alignment, boolean zeroed, Place opened) {
        Failure.requireSize(size);
        return TRACKER.allocate(size, alignment, zeroed, opened);
    }

    static long reallocate(long address, long size) {
        Failure.requireSize(size);
        requireOpen();
        return TRACKER.reallocate(address, size);
    }

    static void free(long address) {
        if (address != 0) {
            requireOpen();
            TRACKER.free(address);
        }
    }

    static long usableSize(long address) {
        if (address == 0) {
            return 0;
        }
        requireOpen();
        return TRACKER.usableSize(address);
    }

    private static void requireOpen() {
        if (Library.isClosed()) {
            throw Failure.closed();
        }
    }

    /** A block is not to count as a leak: an arena's own, or one of an arena that was closed. */
    static void disown(long address) {
        TRACKER.disown(address);
    }

    /** Throws the first misuse that shows, with others suppressed. */
    static void verifyAll() {
        List<MemoryMisuseException> misuses = misuses("checkAll");
        if (!misuses.isEmpty()) {
            throw misuses.stream().reduce(Misuse::join).orElseThrow();
        }
    }

    /** What shows at this moment, as far as a report bears it. */
    static List<MemoryMisuseException> misuses(String foundBy) {
        List<MemoryMisuseException> all = TRACKER.verify(foundBy);
        if (all.size() <= MOST_MISUSES) {
            return all;
        }
        List<MemoryMisuseException> first = new ArrayList<>(all.subList(0, MOST_MISUSES));
        String line = "hz3: and " + (all.size() - MOST_MISUSES) + " more misuses";
        first.add(new MemoryMisuseException(line, all.get(MOST_MISUSES).address(), null));
        return first;
    }

    static List<LiveBlocks> held() {
        return TRACKER.held();
    }

    static void flush() {
        TRACKER.flush();
    }

    /** Those of which there is a record. */
    static long blocks() {
        return TRACKER.blocks();
    }

    static long keptBytes() {
        return TRACKER.keptBytes();
    }

    /** The memory goes: says what there is to say, and forgets all blocks. */
    static void close() {
        ExitReport.print(TRACKER::forgetAll);
        ExitReport.disarm();
    }
}
