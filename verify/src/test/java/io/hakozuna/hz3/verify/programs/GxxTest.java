package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;
import java.time.Duration;

/**
 * g++ compiles and links a program of templates to the same bytes under every lane as under glibc, and the program, which works
 * with containers, exceptions and threads, prints the same.
 */
final class GxxTest {
    private static final Comparison PROGRAM = new Comparison((lane, directory) -> {
        String source = Data.file("templates.cpp").toString();
        Run compile = Run.of("g++", "-std=c++17", "-O2", "-Wall", "-Wextra", "-pthread", "-o", "templates", source);
        Run.Result compiled = Preload.run(compile.in(directory).within(Duration.ofSeconds(90)).with("LC_ALL", "C"), lane, "cc1plus");
        Run.Result ran = Preload.run(Run.of(directory.resolve("templates").toString()).in(directory), lane, "templates");
        return Data.digest(directory.resolve("templates")) + compiled.printed() + ran.printed();
    });

    @EachLane
    void templates(String lane) throws Exception {
        PROGRAM.under(lane);
    }
}
