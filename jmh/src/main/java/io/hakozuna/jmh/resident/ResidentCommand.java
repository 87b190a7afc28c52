package io.hakozuna.jmh.resident;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.report.MarkedBlock;
import io.hakozuna.jmh.report.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Measures rivals one after the other and prints a table. */
public final class ResidentCommand {
    private static final MarkedBlock BLOCK = new MarkedBlock("resident");
    /** The JVM alone comes first. */
    private static final List<String> ALL = List.of("raw/none", "raw/hz3", "raw/malloc-critical", "segment/hz3-confined",
        "segment/hz3-shared", "segment/jdk-confined", "segment/jdk-shared", "segment/jdk-auto", "buffer/hz3", "buffer/netty-hz3",
        "buffer/jdk-direct", "buffer/netty-pooled", "buffer/netty-adaptive", "buffer/netty-unpooled", "buffer/netty-pooled-unsafe",
        "buffer/netty-adaptive-unsafe", "buffer/netty-unpooled-unsafe");
    private static final int MIB = 512;
    private static final Duration IDLE = Duration.ofSeconds(3);

    private ResidentCommand() {
    }

    /** Arguments: names of rivals, and {@code --fill} with a markdown file. Returns the exit code: 1 if one failed. */
    public static int run(Path root, List<String> arguments) {
        List<String> rivals = new ArrayList<>(arguments);
        Path markdown = null;
        int fill = rivals.indexOf("--fill");
        if (fill >= 0) {
            if (fill + 1 == rivals.size()) {
                throw new UsageError("--fill needs a markdown file");
            }
            markdown = Path.of(rivals.remove(fill + 1));
            rivals.remove(fill);
        }
        for (String rival : rivals) {
            if (!rival.matches("(raw|segment|buffer)/.+")) {
                throw new UsageError("a rival is named KIND/NAME, such as " + String.join(", ", ALL) + "; not " + rival);
            }
        }
        List<Resident> all = new ArrayList<>();
        for (String rival : rivals.isEmpty() ? ALL : rivals) {
            System.err.println("hz3: " + rival);
            all.add(Resident.of(rival, MIB, IDLE));
        }
        String table = Host.describe(root) + ".\n" + table(all);
        if (markdown == null) {
            System.out.print(table);
        } else {
            BLOCK.fill(markdown, table);
        }
        return all.stream().allMatch(one -> one.problem() == null) ? 0 : 1;
    }

    static String table(List<Resident> all) {
        return "Anonymous memory of the whole JVM in MiB; " + MIB + " MiB of blocks from four threads.\n\n"
            + "| rival | peak | after the last free | after a collection and " + IDLE.toSeconds() + " s |\n|---|---:|---:|---:|\n"
            + all.stream().map(ResidentCommand::line).collect(Collectors.joining());
    }

    private static String line(Resident one) {
        String name = one.rival().equals("raw/none") ? "the JVM alone" : one.rival();
        return one.problem() != null ? "| " + name + " | - | - | " + one.problem() + " |\n"
            : "| " + name + " | " + mib(one.peak()) + " | " + mib(one.after()) + " | " + mib(one.idle()) + " |\n";
    }

    private static String mib(long kib) {
        return String.format(Locale.ROOT, "%.0f", kib / 1024.0);
    }
}
