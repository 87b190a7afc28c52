package io.hakozuna.hz3.samples.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The program, as a user would run it. */
class ServerProgramTest {
    @Test
    void itsVisitorsGetAnswersAndInTheEndNoBufferIsLeft() {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        int exit;
        try {
            exit = new CommandLine(new ServerProgram()).execute("--seconds", "2");
        } finally {
            System.setOut(before);
        }
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, exit);
        assertEquals(4, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("http://127.0.0.1:"), lines::toString);
        assertTrue(lines.get(1).matches(" *[1-9][0-9,.]* answers; buffers .*"), lines::toString);
        assertTrue(lines.get(3).matches(" +0 answers; buffers +0 bytes; .*"), lines::toString);
    }
}
