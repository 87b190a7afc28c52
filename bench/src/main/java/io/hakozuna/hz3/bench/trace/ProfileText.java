package io.hakozuna.hz3.bench.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** A profile for a terminal: sums, and histograms with bars. */
final class ProfileText {
    private static final int BAR_WIDTH = 40;
    private static final int COMMAND_WIDTH = 100;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private ProfileText() {
    }

    static List<String> lines(TraceProfile profile) {
        List<String> lines = new ArrayList<>();
        lines.add(profile.name() + ": " + command(profile));
        if (profile.cutOff()) {
            lines.add("cut off: the process was killed, left by _exit or exec, or could not write; its last calls are missing");
        }
        lines.add("");
        lines.add(summary(profile));
        profile.calls().forEach(calls -> lines.add(fact("  " + calls.kind(), count(calls.count()))));
        lines.add(fact("peak live bytes", count(profile.peakLiveBytes())));
        lines.add(fact("peak live blocks", count(profile.peakLiveBlocks())));
        lines.add(fact("remote frees", number("%.1f %%", profile.remoteFreePercent())));
        if (profile.unknownFrees() > 0) {
            lines.add(fact("left out", count(profile.unknownFrees()) + " frees of blocks from before the recording"));
        }
        sizes(profile, lines);
        lifetimes(profile, lines);
        return lines;
    }

    /** {@code 1,234 events in 5 threads, 4.9 bytes an event}. */
    static String summary(TraceProfile profile) {
        return number("%,d events in %,d threads, %.1f bytes an event", profile.events(), profile.threads(),
            (double) profile.fileBytes() / Math.max(1, profile.events()));
    }

    /** The command line, or its beginning. */
    static String command(TraceProfile profile) {
        String whole = profile.command();
        return whole.length() <= COMMAND_WIDTH ? whole : whole.substring(0, COMMAND_WIDTH) + "...";
    }

    private static void sizes(TraceProfile profile, List<String> lines) {
        lines.add("");
        lines.add(number("%10s  %14s  %18s", "size up to", "blocks", "bytes"));
        long most = profile.sizes().stream().mapToLong(TraceProfile.Size::count).max().orElse(0);
        profile.sizes().forEach(size -> lines.add(number("%10s  %14s  %18s  %s", bytes(size.upTo()), count(size.count()),
            count(size.bytes()), bar(size.count(), most)).stripTrailing()));
    }

    private static void lifetimes(TraceProfile profile, List<String> lines) {
        lines.add("");
        lines.add(number("%10s  %14s  (in bytes that the program allocated meanwhile)", "life up to", "blocks"));
        long most = LongStream.concat(LongStream.of(profile.neverFreed()),
            profile.lifetimes().stream().mapToLong(TraceProfile.Lifetime::count)).max().orElse(0);
        profile.lifetimes().forEach(life -> lines.add(life(bytes(life.upTo()), life.count(), most)));
        lines.add(life("not freed", profile.neverFreed(), most));
    }

    private static String life(String label, long blocks, long most) {
        return number("%10s  %14s  %s", label, count(blocks), bar(blocks, most)).stripTrailing();
    }

    /** In proportion to the most; what is not 0 has at least one sign. */
    static String bar(long value, long most) {
        return most == 0 ? "" : "#".repeat((int) ((value * BAR_WIDTH + most - 1) / most));
    }

    /** A power of two in its largest unit: {@code 64 KiB}. */
    static String bytes(long value) {
        int unit = 0;
        long rest = value;
        while (rest >= 1024 && unit < UNITS.length - 1) {
            rest /= 1024;
            unit++;
        }
        return rest + " " + UNITS[unit];
    }

    private static String fact(String name, String value) {
        return number("%-16s %s", name, value);
    }

    private static String count(long value) {
        return number("%,d", value);
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
