package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** sort in four threads, with less memory than its 200 MB of input, writes the same file under every lane as under glibc. */
final class SortTest {
    private static final long INPUT_BYTES = 200_000_000;

    @TempDir
    private static Path shared;

    private static final Comparison SORT = new Comparison((lane, directory) -> {
        Run sort = Run.of("sort", "--parallel=4", "-S", "64M", "-T", directory.toString(), "-o", "sorted", input().toString());
        Run.Result result = Preload.run(sort.in(directory).with("LC_ALL", "C"), lane, "sort");
        Path sorted = directory.resolve("sorted");
        return Files.size(sorted) + " bytes " + Data.digest(sorted) + result.printed();
    });

    /** Lines of 10 to 130 letters and digits from a fixed random sequence; a few of them come twice. */
    @BeforeAll
    static void writeInput() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] line = new byte[140];
        long left = INPUT_BYTES;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(input()), 1 << 20)) {
            while (left > 0) {
                int length = 10 + random.nextInt(121);
                for (int i = 0; i < length; i += 10) {
                    long bits = random.nextLong();
                    for (int j = i; j < i + 10; j++, bits >>>= 6) {
                        line[j] = (byte) ('0' + (bits & 63));
                    }
                }
                line[length] = '\n';
                for (int copies = random.nextInt(50) == 0 ? 2 : 1; copies > 0; copies--) {
                    out.write(line, 0, length + 1);
                    left -= length + 1;
                }
            }
        }
    }

    private static Path input() {
        return shared.resolve("input");
    }

    @EachLane
    void sort(String lane) throws Exception {
        SORT.under(lane);
    }
}
