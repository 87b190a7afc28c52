package io.hakozuna.hz3.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.TemporaryFolder;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every real program runs under hz3 and under glibc, and leaves nothing behind. */
class MacrosTest {
    private static final Path ROOT = Path.of(System.getProperty("hz3.root"));
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Stream<Arguments> runs() {
        List<Allocator> allocators = List.of(Allocator.lane(ROOT, "scale"), Allocator.named("glibc"));
        return Macros.rows().stream().flatMap(row ->
            allocators.stream().map(allocator -> Arguments.of(row.name(), allocator.name(), row, allocator)));
    }

    private static Measurement run(Row row, Allocator allocator, boolean quick, Duration limit) {
        return row.load().run(new Load.Setting(allocator, new NativeBuild(ROOT), quick, limit));
    }

    private static Row row(String name) {
        return Macros.rows().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("runs")
    void aQuickRunIsValid(String name, String label, Row row, Allocator allocator) {
        assertNull(row.load().missing());
        Measurement measured = run(row, allocator, true, LIMIT);
        assertNull(measured.problem());
        assertTrue(measured.opsPerSecond() > 0, measured::toString);
        assertTrue(measured.rssKib() > 0 && measured.peakRssKib() >= measured.rssKib(), measured::toString);
        assertFalse(measured.residentKib().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void aProgramWithoutTheLibraryFails(String name, String problem) {
        Allocator nothing = new Allocator("nothing", ROOT.resolve("pom.xml").toString(), true, "");
        assertEquals("failed: " + problem + " runs without " + nothing.file(), run(row(name), nothing, true, LIMIT).problem());
    }

    private static Stream<Arguments> unusable() {
        return Stream.of(Arguments.of("sqlite3", "sqlite3"), Arguments.of("gcc", "cc1"), Arguments.of("memcached", "the server"));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void aProgramOutOfTimeFails(String name) {
        assertEquals("failed: out of time", run(row(name), Allocator.named("glibc"), false, Duration.ofMillis(300)).problem());
    }

    private static Stream<String> slow() {
        return Stream.of("python3", "gcc");
    }

    @Test
    void namesOfMissingProgramsAreTold() {
        Load load = new RealProgram("sh", "no-such-program", "/no/such/file") {
            @Override
            public String describe(boolean quick) {
                return "";
            }

            @Override
            Measurement measure(Setting setting, Path folder) {
                throw new RunFailed("is not there");
            }
        };
        assertEquals("no-such-program", load.missing());
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(TemporaryFolder.PREFIX)).toList());
        }
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            assertEquals(List.of(), processes.filter(MacrosTest::worksInAFolder).toList());
        }
    }

    private static boolean worksInAFolder(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd")).toString().contains(TemporaryFolder.PREFIX)
                || process.info().commandLine().orElse("").contains(TemporaryFolder.PREFIX);
        } catch (IOException e) {
            return false;
        }
    }
}
