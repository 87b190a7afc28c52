package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.NativeBuild;
import io.hakozuna.hz3.verify.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics come when they are asked for, to where they are asked to, and in the form asked for; else there is silence. */
final class StatisticsTest {
    private static final String LINES = "(\\[HZ3_[A-Z]+\\]( [a-z0-9_]+=-?\\d+)+\n)+";
    private static final String JSON = "\\{(\"[a-z]+\":\\{(\"[a-z0-9_]+\":-?\\d+,?)+\\},?)+\\}\n";

    @TempDir
    private Path folder;

    /** The shell itself leaves no statistics, for it ends without the C library's exit. */
    private static Run program(String script) {
        return Run.of("/bin/sh", "-c", script).under("scale");
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void linesToStandardErrorAlsoWhereTheProgramHasClosedIt() throws Exception {
        Run.Result result = Run.of("/usr/bin/sort", "/dev/null").under("scale").with("HZ3_STATS", "1").run().ok();
        assertTrue(result.err().matches(LINES), result.describe());
        assertEquals("", program("true").with("HZ3_STATS", "0").run().ok().err());
    }

    @Test
    void aFileEachProcessAppendsTo() throws Exception {
        Path file = folder.resolve("statistics");
        Run.Result result = program("/bin/true; /bin/true").with("HZ3_STATS", "1").with("HZ3_STATS_FILE", "statistics").in(folder).run().ok();
        assertEquals("", result.err());
        String text = Files.readString(file);
        assertTrue(text.matches(LINES), text);
        assertEquals(2, text.split("\\[HZ3_ARENA]", -1).length - 1, text);
    }

    @Test
    void aFileForEachProcessAsJson() throws Exception {
        program("/bin/true; /bin/true").with("HZ3_STATS", "json").with("HZ3_STATS_FILE", folder + "/of-%p.json").run().ok();
        assertEquals(2, files().size());
        for (Path file : files()) {
            assertTrue(file.getFileName().toString().matches("of-\\d+\\.json"), file.toString());
            assertTrue(Files.readString(file).matches(JSON), Files.readString(file));
        }
    }

    @Test
    void whileTheProgramRunsOnASignal() throws Exception {
        Path file = folder.resolve("now");
        Run.Result result = program("kill -USR1 $$; kill -USR1 $$; echo on").with("HZ3_STATS_SIGNAL", "10").with("HZ3_STATS_FILE", file.toString())
            .run().ok();
        assertEquals("on\n", result.out());
        assertEquals(2, Files.readString(file).split("\\[HZ3_ARENA]", -1).length - 1);
    }

    @Test
    void sayWhyAFileCannotBeWritten() throws Exception {
        Run.Result result = Run.of("/bin/true").under("scale").with("HZ3_STATS", "1").with("HZ3_STATS_FILE", "/nowhere/x").run().ok();
        assertTrue(result.err().startsWith("hz3: cannot write the statistics to /nowhere/x: No such file or directory; they follow here\n[HZ3_"),
            result.describe());
    }

    /** The lane "count" knows what was asked for: a program with a known load. */
    @Test
    void countsOfTheCountingLane() throws Exception {
        Run.Result result = Run.of(NativeBuild.program("counted").toString()).under("count").with("HZ3_STATS", "1").run().ok();
        assertTrue(result.err().contains("others_frees=1000 threads=2\n"), result.describe());
        assertTrue(result.err().matches("(?s).*\\[HZ3_CLASSES] .*\\b48=3000\\b.*"), result.describe());
        assertTrue(result.err().matches("(?s).*\\[HZ3_LIVES] .*until_the_end=(1[0-9]|2[0-9])\n.*"), result.describe());
    }
}
