package io.hakozuna.hz3.verify.programs;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a program gives under a lane against what it gives under glibc. Under glibc it runs once, before the first lane. */
final class Comparison {
    private final Program program;
    private List<String> expected;

    Comparison(Program program) {
        this.program = program;
    }

    /** Runs the program under a lane, or under {@code "glibc"}, in an empty directory and tells its result in lines of text. */
    interface Program {
        String run(String lane, Path directory) throws IOException, InterruptedException;
    }

    /** Fails at the first line in which the result under the lane differs from the one under glibc. */
    synchronized void under(String lane) throws IOException, InterruptedException {
        if (expected == null) {
            expected = lines("glibc");
        }
        List<String> actual = lines(lane);
        int line = Arrays.mismatch(expected.toArray(), actual.toArray());
        if (line >= 0) {
            fail("under " + lane + ": line " + (line + 1) + " of the result differs\nunder glibc: " + at(expected, line)
                + "\nunder " + lane + ": " + at(actual, line));
        }
    }

    private List<String> lines(String lane) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("hz3-programs-");
        try {
            return program.run(lane, directory).lines().toList();
        } catch (AssertionError e) {
            throw new AssertionError("under " + lane + ": " + e.getMessage(), e);
        } finally {
            delete(directory);
        }
    }

    private static String at(List<String> lines, int line) {
        return line < lines.size() ? lines.get(line) : "(the result ends)";
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
