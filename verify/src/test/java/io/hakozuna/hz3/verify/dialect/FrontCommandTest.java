package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The front command: it becomes the program where it can, and says in one line why it cannot. */
class FrontCommandTest {
    private static final Path HZ3 = Run.ROOT.resolve("hz3");

    @TempDir
    private Path folder;

    @Test
    void runsAProgramOnTheLane() throws Exception {
        assertEquals(Run.library("scale") + "\n", hz3("run", "--", "sh", "-c", "echo $LD_PRELOAD").ok().out());
        assertEquals(Run.library("fast") + "\n", hz3("run", "--lane", "fast", "sh", "-c", "echo $LD_PRELOAD").ok().out());
        assertEquals(Run.library("fast") + "\n", hz3("run", "--lane=fast", "--", "sh", "-c", "echo $LD_PRELOAD").ok().out());
    }

    @Test
    void theLaneIsReallyLoaded() throws Exception {
        assertTrue(hz3("run", "--", "cat", "/proc/self/maps").ok().out().contains("libhakozuna_hz3_scale.so"));
    }

    @Test
    void keepsOtherPreloads() throws Exception {
        Run.Result result = Run.of(HZ3.toString(), "run", "--", "sh", "-c", "echo $LD_PRELOAD").with("LD_PRELOAD", "libm.so.6").run().ok();
        assertEquals(Run.library("scale") + ":libm.so.6\n", result.out());
    }

    @Test
    void asksForStatisticsOnlyWhenTold() throws Exception {
        assertEquals("unset\n", hz3("run", "--", "sh", "-c", "echo ${HZ3_STATS-unset}").ok().out());
        assertEquals("1\n", hz3("run", "--stats", "--", "sh", "-c", "echo ${HZ3_STATS-unset}").ok().out());
    }

    @Test
    void worksFromAnyFolderAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), HZ3);
        assertEquals(folder.toRealPath() + "\n", Run.of(link.toString(), "run", "--", "pwd", "-P").in(folder).run().ok().out());
        Files.delete(link);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 126, 255})
    void passesTheExitCode(int code) throws Exception {
        assertEquals(code, hz3("run", "--", "sh", "-c", "exit " + code).exit());
    }

    @Test
    void passesSignalsBothWays() throws Exception {
        assertEquals(128 + 9, hz3("run", "--", "sh", "-c", "kill -KILL $$").exit());
        Path output = folder.resolve("output");
        String waiting = "trap 'echo caught; exit 3' TERM; echo ready; while :; do sleep 0.1; done";
        Process process = Run.of(HZ3.toString(), "run", "--", "sh", "-c", waiting).start(output);
        for (int i = 0; i < 600 && !Files.readString(output).contains("ready"); i++) {
            Thread.sleep(100);
        }
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(3, process.exitValue());
        assertEquals("ready\ncaught\n", Files.readString(output));
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        assertEquals("[a b][][--][$x][*]", hz3("run", "--", "printf", "[%s]", "a b", "", "--", "$x", "*").ok().out());
    }

    @Test
    void refusesWrongCalls() throws Exception {
        refused(2, "hz3: unknown command rum; the commands are run, ", "rum");
        refused(2, "hz3: unknown lane fats; the lanes are ", "run", "--lane", "fats", "--", "true");
        refused(2, "hz3: unknown lane ; the lanes are ", "run", "--lane", "", "--", "true");
        refused(2, "hz3: --lane needs a name; usage: ", "run", "--lane");
        refused(2, "hz3: unknown option --lan; usage: ", "run", "--lan", "fast", "true");
        refused(2, "hz3: no program given; usage: ", "run", "--stats", "--");
        refused(2, "hz3: unknown lane fats; the lanes are ", "build", "scale", "fats");
        refused(2, "hz3: unknown lane fats; the lanes are ", "verify", "--lane", "fats");
    }

    @Test
    void refusesWhatIsNoProgram() throws Exception {
        refused(127, "hz3: no program hz3-no-such-program in PATH; ", "run", "--", "hz3-no-such-program");
        refused(127, "hz3: no program ./nothing; ", "run", "--", "./nothing");
        refused(126, "hz3: " + folder + " is a folder, ", "run", "--", folder.toString());
        Path plain = Files.writeString(folder.resolve("plain"), "text");
        refused(126, "hz3: " + plain + " is not executable; ", "run", "--", plain.toString());
    }

    @Test
    void refusesProgramsThePreloadCannotActIn() throws Exception {
        Path source = Files.writeString(folder.resolve("program.c"), "int main(void) { return 0; }\n");
        Path program = folder.resolve("program");
        Run.of("gcc", "-o", program.toString(), source.toString()).run().ok();
        Path fixed = folder.resolve("static");
        Run.of("gcc", "-static", "-o", fixed.toString(), source.toString()).run().ok();
        refused(126, "hz3: " + fixed + " is a static program; ", "run", "--", fixed.toString());
        refused(126, "hz3: " + fixed + " is a static program; ", "run", "--", script("#!" + fixed).toString());
        refused(126, "hz3: " + patched(program, 4, 1) + " is a 32-bit program; ", "run", "--", folder + "/patched");
        refused(126, "hz3: " + patched(program, 18, 0xb7) + " is for another machine; ", "run", "--", folder + "/patched");
        hz3("run", "--", program.toString()).ok();
    }

    @Test
    void refusesProgramsThatChangeTheirUser() throws Exception {
        Path program = Files.copy(Path.of("/bin/true"), folder.resolve("program"));
        assumeTrue(Run.of("chown", "nobody", program.toString()).run().exit() == 0, "only root can give a file away");
        Run.of("chmod", "u+s", program.toString()).run().ok();
        refused(126, "hz3: " + program + " changes the user or group it runs as, ", "run", "--", program.toString());
    }

    @Test
    void followsScriptsToTheirInterpreters() throws Exception {
        assertEquals("on it\n", hz3("run", "--", script("#!/bin/sh", "test -n \"$LD_PRELOAD\" && echo on it").toString()).ok().out());
        assertEquals("on it\n", hz3("run", "--", script("#!/usr/bin/env -S A=b sh -e", "echo on it").toString()).ok().out());
        assertEquals("on it\n", hz3("run", "--", script("echo on it").toString()).ok().out());
        refused(127, "hz3: the script " + script("#!/no/such/interpreter") + " asks for the interpreter '/no/such/interpreter', ",
            "run", "--", folder + "/script");
        refused(127, "hz3: the script " + script("#!/usr/bin/env no-such-interpreter") + " asks for no-such-interpreter, ",
            "run", "--", folder + "/script");
    }

    @Test
    void listsLanesAndNeeds() throws Exception {
        assertTrue(hz3("lanes").ok().out().contains("\nscale  "));
        assertTrue(hz3("help").ok().out().startsWith("./hz3 run "));
        String needs = hz3("doctor").ok().out();
        assertTrue(needs.lines().allMatch(line -> line.matches("(ok|note) .*")) && needs.contains("JDK"), needs);
    }

    @Test
    void makeRefusesWhatItDoesNotKnow() throws Exception {
        makeRefuses("hz3: unknown lane fats; the lanes are ", "all_ldpreload_fats");
        makeRefuses("hz3: unknown knob HZ3_ARENA_SISE (-DHZ3_ARENA_SISE=1); did you mean HZ3_ARENA_SIZE? ", "all_ldpreload_scale",
            "HZ3_DEFS_EXTRA=-DHZ3_ARENA_SISE=1");
        makeRefuses("hz3: HZ3_ARENA_SIZE = '3' (-DHZ3_ARENA_SIZE=3) is not a power of two from 64 MiB to 1 TiB; ", "all_ldpreload_scale",
            "HZ3_DEFS_EXTRA=-DHZ3_ARENA_SIZE=3");
    }

    private Path script(String... lines) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A copy of a program with one byte of its header changed. */
    private Path patched(Path program, int offset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(program);
        bytes[offset] = (byte) value;
        Path patched = Files.write(folder.resolve("patched"), bytes, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        return Files.setPosixFilePermissions(patched, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Run.Result hz3(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HZ3.toString()));
        command.addAll(List.of(arguments));
        return Run.of(command).run();
    }

    private static void refused(int exit, String start, String... arguments) throws IOException, InterruptedException {
        Run.Result result = hz3(arguments);
        assertEquals(exit, result.exit(), result.describe());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith(start) && result.err().lines().count() == 1, result.describe());
    }

    /** Make says the line first, and then in its own words that it stops. */
    private static void makeRefuses(String start, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("make"));
        command.addAll(List.of(arguments));
        Run.Result result = Run.of(command).run();
        assertEquals(2, result.exit(), result.describe());
        assertTrue(result.err().startsWith(start), result.describe());
        assertFalse(result.out().contains("compiling"), result.describe());
    }
}
