package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Makefile in a copy of the tree, where a stand-in for Maven brings the C and the classes that are built already. */
class MakeTest {
    private static final String TRANSLATING = "hz3: translating Java to C";
    private static final List<String> COPIED = List.of("Makefile", "pom.xml", "core/pom.xml", "core/src/main", "preload/pom.xml",
        "preload/src/main", "knobs/src/main", "lanes", "scripts");

    @TempDir
    private Path tree;
    @TempDir
    private Path tools;

    @BeforeEach
    void copy() throws Exception {
        List<String> command = new ArrayList<>(List.of("cp", "-a", "--parents"));
        command.addAll(COPIED);
        command.add(tree.toString());
        Run.of(command).run().ok();
        Path maven = Files.writeString(tools.resolve("mvn"), """
            #!/bin/sh
            sleep 1
            cd '%s' && cp -a --parents core/target/classes preload/target/classes preload/target/c '%s'
            """.formatted(Run.ROOT, tree));
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void buildsTheDefaultLaneTheLinkToItAndNewLanes() throws Exception {
        Path old = Files.createDirectories(tree.resolve("preload/target/old"));
        Files.createFile(library("old"));
        assertEquals(List.of(TRANSLATING, "hz3: compiling lane scale"), steps("-j4", "all_ldpreload_scale", "clean"));
        assertFalse(Files.exists(old) || Files.exists(library("old")));
        assertEquals("libhakozuna_hz3_scale.so", Files.readSymbolicLink(tree.resolve("libhakozuna_hz3_ldpreload.so")).toString());
        Run.of("/bin/true").with("LD_PRELOAD", library("scale").toString()).run().ok();
        assertEquals(List.of(), steps("all_ldpreload_scale"));
        Files.writeString(tree.resolve("lanes/mine.lane"), "# a test\nparent = fast\nHZ3_ARENA_SIZE = 1G\n");
        assertEquals(List.of("hz3: compiling lane mine"), steps("all_ldpreload_mine"));
        Run.of("/bin/true").with("LD_PRELOAD", library("mine").toString()).run().ok();
        make("clean").ok();
        assertFalse(Files.exists(library("scale")) || Files.exists(library("mine")) || Files.exists(tree.resolve("preload/target")));
    }

    @Test
    void buildsALaneAnewWhenSomethingOfItChanges() throws Exception {
        steps("all_ldpreload_fast");
        byte[] before = Files.readAllBytes(library("fast"));
        assertEquals(List.of("hz3: compiling lane fast"), steps("all_ldpreload_fast", "HZ3_DEFS_EXTRA=-DHZ3_ARENA_SIZE=1G"));
        assertEquals(List.of(), steps("all_ldpreload_fast", "HZ3_DEFS_EXTRA=-DHZ3_ARENA_SIZE=1G"));
        assertFalse(Arrays.equals(before, Files.readAllBytes(library("fast"))));
        assertEquals(List.of("hz3: compiling lane fast"), steps("all_ldpreload_fast"));
        assertArrayEquals(before, Files.readAllBytes(library("fast")));
        Files.writeString(tree.resolve("preload/src/main/native/hz3_native.h"), "\n", StandardOpenOption.APPEND);
        assertEquals(List.of("hz3: compiling lane fast"), steps("all_ldpreload_fast"));
        Files.writeString(tree.resolve("core/src/main/java/io/hakozuna/hz3/core/package-info.java"), "\n", StandardOpenOption.APPEND);
        assertEquals(List.of(TRANSLATING, "hz3: compiling lane fast"), steps("all_ldpreload_fast"));
    }

    @Test
    void aBuildThatFailsLeavesWhatWasThere() throws Exception {
        refused("hz3: the C compiler no-such-cc is missing; ", "all_ldpreload_fast", "CC=no-such-cc");
        assertFalse(Files.exists(library("fast")));
        steps("all_ldpreload_fast");
        byte[] before = Files.readAllBytes(library("fast"));
        refused("hz3: gcc could not build lane fast; its messages are above", "all_ldpreload_fast", "HZ3_CFLAGS_EXTRA=-no-such-option");
        Path exports = tree.resolve("preload/src/main/native/exports.txt");
        Files.writeString(exports, "no_such=hz3_no_such\n", StandardOpenOption.APPEND);
        refused("hz3: nothing in the C is behind these names of exports.txt: no_such; ", "all_ldpreload_fast");
        Files.writeString(tree.resolve("lanes/fast.lane"), "# a circle\nparent = fast\n");
        refused("hz3: the parents of lane fast go in a circle: fast -> fast; ", "all_ldpreload_fast");
        assertArrayEquals(before, Files.readAllBytes(library("fast")));
        try (var files = Files.list(tree)) {
            assertEquals(List.of(), files.filter(file -> file.toString().contains(".new")).toList());
        }
    }

    private Path library(String lane) {
        return tree.resolve("libhakozuna_hz3_" + lane + ".so");
    }

    private Run.Result make(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("make", "-C", tree.toString()));
        command.addAll(List.of(arguments));
        // Unoptimised, for time.
        return Run.of(command).with("PATH", tools + ":" + System.getenv("PATH")).with("HZ3_CFLAGS_EXTRA", "-O0")
            .within(Duration.ofMinutes(10)).run();
    }

    /** The steps that make takes: the lines that begin with hz3, without what stands in brackets. */
    private List<String> steps(String... arguments) throws IOException, InterruptedException {
        return make(arguments).ok().out().lines().filter(line -> line.startsWith("hz3: "))
            .map(line -> line.replaceAll(" \\(.*", "")).toList();
    }

    private void refused(String start, String... arguments) throws IOException, InterruptedException {
        Run.Result result = make(arguments);
        assertEquals(2, result.exit(), result.describe());
        assertTrue(result.err().lines().anyMatch(line -> line.startsWith(start)), result.describe());
    }
}
