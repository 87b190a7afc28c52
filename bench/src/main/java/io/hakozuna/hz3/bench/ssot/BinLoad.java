package io.hakozuna.hz3.bench.ssot;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of the user's that takes the arguments of random_mixed (BENCH_BIN). What it prints as {@code ops_per_s=X}, {@code ops/s=X}
 * or {@code X ops/s} is its throughput; resident sizes are what was seen from outside.
 *
 * @param bin       the program
 * @param arguments steps, slots, smallest and largest size, and more
 */
record BinLoad(Path bin, List<String> arguments) implements Load {
    private static final Pattern THROUGHPUT = Pattern.compile("ops(?:_per_s|/s)\\s*[=:]\\s*([0-9.eE+]+)|([0-9.eE+]+)\\s*ops/s");

    @Override
    public String describe(boolean quick) {
        return bin.getFileName() + " " + String.join(" ", arguments);
    }

    @Override
    public String missing() {
        return null;
    }

    @Override
    public Measurement run(Setting setting) {
        Resident resident = new Resident();
        List<String> command = Stream.concat(Stream.of(bin.toString()), arguments.stream()).toList();
        Program.Output output = Program.run(command, setting.allocator().environment(), setting.limit(), resident);
        Matcher throughput = THROUGHPUT.matcher(output.out() + output.err());
        if (output.exit() != 0 || !throughput.find()) {
            return Measurement.failed(output.timedOut() ? "out of time" : output.exit() != 0 ? "exit " + output.exit()
                : "it prints no ops_per_s=NUMBER");
        }
        List<Integer> kib = resident.kib();
        double ops = Double.parseDouble(throughput.group(1) != null ? throughput.group(1) : throughput.group(2));
        return Measurement.plain(ops, kib.stream().max(Integer::compare).orElse(0), kib.isEmpty() ? 0 : kib.getLast(), kib);
    }
}
