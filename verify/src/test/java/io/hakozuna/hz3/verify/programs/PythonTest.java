package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The distribution's Python prints the same in a script of many threads, and passes, skips and fails the same of its own tests,
 * under every lane as under glibc. It is told to take every block from malloc instead of pooling the small ones.
 */
final class PythonTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final Comparison THREADS = new Comparison((lane, directory) -> python(lane, directory, "threads.py"));
    private static final Comparison JSON = tests("test.test_json");
    private static final Comparison ZLIB = tests("test.test_zlib");
    private static final Comparison THREADING = tests("test.test_threading");
    private static final Comparison FORKED = tests("test.test_multiprocessing_fork", "WithProcessesTestPool", "WithProcessesTestQueue",
        "WithProcessesTestHeap", "WithProcessesTestConnection", "WithProcessesTestSharedCTypes", "WithManagerTestContainers");
    private static final Comparison SPAWNED = tests("test.test_multiprocessing_spawn", "WithProcessesTestQueue",
        "WithProcessesTestHeap", "WithProcessesTestSharedCTypes");

    private static Comparison tests(String... moduleAndPatterns) {
        return new Comparison((lane, directory) -> python(lane, directory, "outcomes.py", moduleAndPatterns));
    }

    private static String python(String lane, Path directory, String script, String... arguments)
        throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(PYTHON.toString(), Data.file(script).toString()), Stream.of(arguments)).toList();
        Run run = Run.of(command).in(directory).within(Duration.ofSeconds(90))
            .with("PYTHONMALLOC", "malloc").with("PYTHONHASHSEED", "0").with("TMPDIR", directory.toString());
        return Preload.run(run, lane, PYTHON.toRealPath().getFileName().toString()).printed();
    }

    @EachLane
    void threads(String lane) throws Exception {
        THREADS.under(lane);
    }

    @EachLane
    void jsonTests(String lane) throws Exception {
        JSON.under(lane);
    }

    @EachLane
    void zlibTests(String lane) throws Exception {
        ZLIB.under(lane);
    }

    @EachLane
    void threadingTests(String lane) throws Exception {
        THREADING.under(lane);
    }

    @EachLane
    void forkedProcessesTests(String lane) throws Exception {
        FORKED.under(lane);
    }

    @EachLane
    void spawnedProcessesTests(String lane) throws Exception {
        SPAWNED.under(lane);
    }
}
