package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialectTest {
    @Test
    void theCoreKeepsToTheDialect() throws IOException {
        List<Path> classes = ClassFiles.of("core", "io.hakozuna.hz3.core");
        List<String> departures = new ArrayList<>();
        for (Path file : classes) {
            departures.addAll(Dialect.departures(Files.readAllBytes(file)));
        }
        assertTrue(classes.size() > 1, "no classes to look at");
        assertEquals("", String.join("\n", departures));
    }
}
