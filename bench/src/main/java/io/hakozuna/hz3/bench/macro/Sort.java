package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** GNU sort in two threads, all in memory; an operation is a line. */
final class Sort extends RealProgram {
    private static final int LINES = 3_000_000;
    private static final List<String> COMMAND = List.of("sort", "--parallel=2", "-S", "512M", "-o", "sorted", "lines");

    Sort() {
        super("sort", Batch.TIME);
    }

    @Override
    public String describe(boolean quick) {
        return String.join(" ", COMMAND) + ", " + amount(LINES, quick) + " lines";
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        int lines = amount(LINES, setting.quick());
        Path input = folder.resolve("lines");
        write(input, lines);
        Measurement measured = Batch.run(setting, folder, lines, "sort", COMMAND);
        if (measured.problem() == null) {
            check(input, folder.resolve("sorted"), setting);
        }
        return measured;
    }

    /** Lines of 8 to 40 hexadecimal digits. */
    private static void write(Path file, int lines) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        byte[] line = new byte[41];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 18)) {
            for (int i = 0; i < lines; i++) {
                int length = random.nextInt(8, 41);
                long bits = 0;
                for (int at = 0; at < length; at++) {
                    bits = at % 16 == 0 ? random.nextLong() : bits >>> 4;
                    line[at] = (byte) "0123456789abcdef".charAt((int) bits & 15);
                }
                line[length] = '\n';
                out.write(line, 0, length + 1);
            }
        }
    }

    private static void check(Path input, Path sorted, Setting setting) throws IOException {
        List<String> command = List.of("sort", "-c", sorted.toString());
        if (Files.size(input) != Files.size(sorted) || Program.run(command, Map.of("LC_ALL", "C"), setting.limit()).exit() != 0) {
            throw new RunFailed("what sort wrote is not sorted or not complete");
        }
    }
}
