package io.hakozuna.hz3.verify.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The JVM itself runs on every lane, Java 17's and the one that runs the tests: its compiler makes the same class file of a
 * program, and that program (threads, the optimizing compiler, zlib, direct buffers) prints the same as under glibc.
 */
final class JvmTest {
    private static final Path JVMS = Path.of("/usr/lib/jvm");

    private static final Comparison JAVA_17 = new Comparison((lane, directory) -> compileAndRun(java17(), lane, directory));
    private static final Comparison THIS_JAVA = new Comparison((lane, directory) ->
        compileAndRun(Path.of(System.getProperty("java.home")), lane, directory));

    private static String compileAndRun(Path home, String lane, Path directory) throws IOException, InterruptedException {
        Run javac = Run.of(home.resolve("bin/javac").toString(), "-d", directory.toString(), Data.file("Load.java").toString());
        String compiled = Preload.run(javac.in(directory), lane, "javac").printed();
        String launcher = home.resolve("bin/java").toString();
        Run java = Run.of(launcher, "-Xmx256m", "-XX:MaxDirectMemorySize=48m", "-cp", directory.toString(), "Load");
        String ran = Preload.run(java.in(directory), lane, "java").printed();
        return Data.digest(directory.resolve("Load.class")) + compiled + ran;
    }

    private static Path java17() throws IOException {
        try (Stream<Path> homes = Files.list(JVMS)) {
            Path home = homes.filter(jvm -> jvm.getFileName().toString().contains("17") && Files.isExecutable(jvm.resolve("bin/javac")))
                .sorted().findFirst().orElse(null);
            assertTrue(home != null, "no JDK 17 under " + JVMS + "; scripts/install_packages.sh installs one");
            return home;
        }
    }

    @EachLane
    void java17(String lane) throws Exception {
        JAVA_17.under(lane);
    }

    @EachLane
    void thisJava(String lane) throws Exception {
        THIS_JAVA.under(lane);
    }
}
