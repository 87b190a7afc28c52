package io.hakozuna.hz3.bench.setup;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeBuildTest {
    @TempDir
    private Path directory;

    @Test
    void aProgramIsStaleIfItIsMissingOrOlderThanASource() throws IOException {
        Path source = Files.createFile(directory.resolve("a.c"));
        Path binary = directory.resolve("a");
        assertTrue(NativeBuild.isStale(binary, List.of(source)));
        Files.createFile(binary);
        assertTrue(binary.toFile().setExecutable(true));
        Files.setLastModifiedTime(binary, FileTime.fromMillis(2_000));
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_000));
        assertFalse(NativeBuild.isStale(binary, List.of(source)));
        Files.setLastModifiedTime(source, FileTime.fromMillis(3_000));
        assertTrue(NativeBuild.isStale(binary, List.of(source)));
    }
}
