package io.hakozuna.hz3.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lane and knobs for a load. The limits come from what the lanes were measured and counted to do ({@code docs/LANES.md}): below
 * them the difference to {@code scale} is noise.
 *
 * @param lane    the lane
 * @param knobs   definitions over it, as for {@code HZ3_DEFS_EXTRA}
 * @param reasons what was seen, and what follows from it
 */
record Advice(String lane, List<String> knobs, List<Reason> reasons) {
    private static final double SOME_REMOTE = 0.3;
    private static final double MOSTLY_REMOTE = 0.7;
    private static final double CONCENTRATED = 0.8;
    private static final long MANY_THREADS = 256;
    private static final double OFTEN = 0.01;
    private static final long KIB = 1024;

    /** One thing seen. */
    record Reason(String seen, String value, String follows) {
    }

    static Advice of(Load load) {
        List<Reason> reasons = new ArrayList<>();
        List<String> knobs = new ArrayList<>();
        String lane = lane(load, reasons);
        double runs = load.between(64 * KIB, 1024 * KIB);
        if (runs >= OFTEN) {
            knobs.add("-DHZ3_RUN_CACHE_BYTES=8388608");
        }
        reasons.add(new Reason("blocks of 64 KiB to 1 MiB", percent(runs), runs >= OFTEN ? "keep more of their runs in the bins" : "as usual"));
        if (load.large() >= OFTEN) {
            knobs.add("-DHZ3_DIRECT_CACHE_BYTES=268435456");
        }
        reasons.add(new Reason("blocks above 1 MiB", percent(load.large()), load.large() >= OFTEN ? "keep more freed mappings" : "as usual"));
        reasons.add(new Reason("lives below 1 MiB of allocation", percent(load.shortLived()), percent(load.immortal()) + " lived to the end"));
        return new Advice(lane, knobs, reasons);
    }

    private static String lane(Load load, List<Reason> reasons) {
        boolean many = load.threads() >= MANY_THREADS;
        reasons.add(new Reason("threads at a time", Long.toString(load.threads()), many ? "more than need an owner each" : "each has an owner"));
        boolean mostly = load.remote() >= MOSTLY_REMOTE;
        boolean some = load.remote() >= SOME_REMOTE;
        reasons.add(new Reason("frees of other threads' blocks", percent(load.remote()),
            mostly ? "tune for remote frees" : some ? "tune for both kinds of free" : "mostly local"));
        boolean grouped = load.concentration() >= CONCENTRATED;
        reasons.add(new Reason("blocks of the eight main classes", percent(load.concentration()),
            grouped ? "few enough to send them in chains, with fewer loads and stores" : "too many for chains of one class"));
        if (many) {
            return "scale_tolerant";
        }
        if (mostly) {
            return grouped ? "scale_r90_pf2_s97_2" : "scale_r90";
        }
        return some ? grouped ? "scale_r50_s97_1" : "scale_r50" : "scale";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** For a person, with the command that tries it on the program. */
    List<String> lines(String program) {
        List<String> lines = new ArrayList<>();
        int seen = reasons.stream().mapToInt(reason -> reason.seen().length()).max().orElse(0);
        int value = reasons.stream().mapToInt(reason -> reason.value().length()).max().orElse(0);
        reasons.forEach(reason -> lines.add(String.format("  %-" + seen + "s  %" + value + "s  %s", reason.seen(), reason.value(), reason.follows())));
        lines.add("");
        lines.add("lane: " + lane + (knobs.isEmpty() ? "" : ", built with HZ3_DEFS_EXTRA=\"" + String.join(" ", knobs) + "\""));
        String build = knobs.isEmpty() ? "" : "make all_ldpreload_" + lane + " HZ3_DEFS_EXTRA=\"" + String.join(" ", knobs) + "\" && ";
        lines.add("try:  " + build + "./hz3 run --lane " + lane + " -- " + program);
        return lines;
    }
}
