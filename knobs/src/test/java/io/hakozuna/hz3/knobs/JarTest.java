package io.hakozuna.hz3.knobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's case: the lanes come out of the jar. */
class JarTest {
    @TempDir
    private Path folder;

    @Test
    void lanesAreReadOutOfTheJar() throws Exception {
        Path jar = folder.resolve("knobs.jar");
        Path classes = ProgramTest.ROOT.resolve("knobs/target/classes");
        assertEquals(0, ToolProvider.findFirst("jar").orElseThrow()
            .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        ClassPathLanes lanes = new ClassPathLanes();
        assertEquals(lanes.names(), say(jar, "list").lines().filter(line -> !line.startsWith(" ")).map(line -> line.replaceAll(" .*", "")).toList());
        assertEquals("hz3: unknown lane fasst; did you mean fast? the lanes are "
            + String.join(", ", lanes.names()) + "\n", say(jar, "defines", "fasst"));
    }

    private static String say(Path jar, String... command) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> words = new ArrayList<>(List.of(java, "-cp", jar.toString(), LaneDefines.class.getName()));
        words.addAll(List.of(command));
        return new String(new ProcessBuilder(words).redirectErrorStream(true).start().getInputStream().readAllBytes());
    }
}
