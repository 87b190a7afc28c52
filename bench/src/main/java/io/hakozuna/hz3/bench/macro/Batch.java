package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that works in the run's folder to its end and tells nothing of itself. time(1) has the exact peak of its largest process;
 * as it never idles, the resident size is the mean over the run.
 */
final class Batch {
    /** What a {@link RealProgram} needs for it. */
    static final String TIME = "time";

    private Batch() {
    }

    /** Runs the command, in which a process of that executable's name is the measured one. */
    static Measurement run(Load.Setting setting, Path folder, double operations, String executable, List<String> command)
        throws IOException {
        Path peak = folder.resolve("peak");
        List<String> timed = new ArrayList<>(List.of(TIME, "-f", "%M", "-o", peak.toString(),
            "env", "-C", folder.toString(), "LC_ALL=C", "TMPDIR=" + folder));
        setting.allocator().environment().forEach((name, value) -> timed.add(name + "=" + value));
        timed.addAll(command);
        Watched watched = Watched.child(setting.allocator(), executable);
        long start = System.nanoTime();
        Program.Output output = watched.run(timed, Map.of(), setting.limit());
        double seconds = (System.nanoTime() - start) / 1e9;
        if (output.exit() != 0) {
            return Measurement.failed(output);
        }
        List<Integer> resident = watched.residentKib();
        long largest = resident.stream().mapToLong(Integer::longValue).max().orElse(0);
        double mean = resident.stream().mapToInt(Integer::intValue).average().orElse(0);
        long exact = Long.parseLong(Files.readString(peak).strip());
        return Measurement.plain(operations / seconds, Math.max(largest, exact), (long) mean, resident);
    }
}
