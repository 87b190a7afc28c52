package io.hakozuna.hz3.knobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program {@link LaneDefines} as the build scripts call it. */
class ProgramTest {
    static final Path ROOT = Path.of(System.getProperty("hz3.root", "..")).toAbsolutePath().normalize();

    @TempDir
    private Path folder;
    private Path lanes;
    private String out;
    private String err;

    @BeforeEach
    void lanes() throws IOException {
        lanes = Files.createDirectory(folder.resolve("lanes"));
        Files.writeString(lanes.resolve("scale.lane"), "# the default\n");
        Files.writeString(lanes.resolve("quick.lane"), "# those in a hurry\nparent = scale\nHZ3_QUICK = 1\nHZ3_SIZE = 4K\n");
        Files.writeString(lanes.resolve("notes.txt"), "not a lane");
    }

    @Test
    void definesWhatDiffersFromTheDefaults() {
        assertEquals(0, run("defines", "scale"));
        assertEquals("\n", out);
        assertEquals(0, run("defines", "quick", "-DHZ3_COUNT=0x10"));
        assertEquals("-DHZ3_SIZE=4096 -DHZ3_COUNT=16 -DHZ3_QUICK=1\n", out);
        assertEquals(0, run("defines", "quick", " -DHZ3_QUICK=0   -DHZ3_CHECK ", "-DHZ3_SIZE=64K"));
        assertEquals("-DHZ3_CHECK=1\n", out);
    }

    @Test
    void refusesInOneLineAndEndsWith2() {
        refused("hz3: unknown lane quik; did you mean quick? the lanes are quick, scale", "defines", "quik");
        refused("hz3: unknown knob HZ3_SIZ (-DHZ3_SIZ=1); did you mean HZ3_SIZE?", "defines", "scale", "-DHZ3_SIZ=1");
        refused("hz3: HZ3_COUNT = '99' (-DHZ3_COUNT=99) is not from 1 to 64", "defines", "scale", "-DHZ3_COUNT=99");
        refused("hz3: HZ3_CHECK = 1 and HZ3_QUICK = 1 exclude each other", "defines", "quick", "-DHZ3_CHECK=1");
        refused("hz3: '-O2' defines no knob; write -DHZ3_NAME=VALUE", "defines", "scale", "-O2");
        refused("hz3: '-DDEBUG=1' defines no knob; write -DHZ3_NAME=VALUE", "defines", "scale", "-DDEBUG=1");
        refused("hz3: cannot read or write " + folder + "/none/knobs.h", "header", folder + "/none/knobs.h");
        refused("hz3: usage: ");
        refused("hz3: usage: ", "define", "scale");
        refused("hz3: usage: ", "list", "scale");
    }

    @Test
    void listsTheLanes() {
        assertEquals(0, run("list"));
        assertEquals("quick  those in a hurry\n       as scale, but HZ3_QUICK=1 HZ3_SIZE=4K\nscale  the default\n", out);
    }

    @Test
    void writesTheHeader() throws IOException {
        Path header = folder.resolve("hz3_knobs.h");
        assertEquals(0, run("header", header.toString()));
        assertEquals(CHeader.of(TestLanes.TABLE), Files.readString(header));
    }

    @Test
    void writesTheIndexAndSeesAStaleOne() throws IOException {
        Path index = folder.resolve("INDEX.md");
        String effects = Files.writeString(folder.resolve("effects.txt"), "HZ3_SIZE=8192\tmixed 40 to 44 instructions\n").toString();
        assertEquals(0, run("index", index.toString(), effects));
        String page = Files.readString(index);
        assertTrue(page.contains(
            "| `HZ3_SIZE` | - | `hz3.size` | bytes | a power of two from 4 KiB to 1 TiB | 64 KiB | quick: 4 KiB | - | a size | 8192: mixed 40 to 44 instructions |\n"));
        assertTrue(page.contains("| `HZ3_CHECK` | - | `hz3.check` | flag | 0 or 1 | 0 | - | `HZ3_QUICK` | a check | - |\n"));
        assertTrue(page.contains("| `HZ3_COUNT` | yes | `hz3.count` | count | from 1 to 64 | 8 | - | - | a count | - |\n"));
        assertTrue(page.contains("| `quick` | `all_ldpreload_quick` | scale | those in a hurry |\n"));
        assertEquals(0, run("index", "--check", index.toString(), effects));
        Files.writeString(lanes.resolve("quick.lane"), "# those in a hurry\nHZ3_SIZE = 8K\n");
        assertEquals(1, run("index", "--check", index.toString(), effects));
        assertEquals("hz3: " + index + " is not what the knobs and lanes say now; make it anew with: make flags_index\n", err);
        assertEquals(1, run("index", "--check", folder + "/none.md", effects));
    }

    @Test
    void theIndexInDocsIsFresh() {
        List<String> check = List.of("--lanes", ROOT + "/lanes", "index", "--check", ROOT + "/docs/BUILD_FLAGS_INDEX.md",
            ROOT + "/knobs/effects.txt");
        assertEquals(0, run(KnobTable.HZ3, check), err);
    }

    private void refused(String start, String... command) {
        assertEquals(2, run(command));
        assertEquals("", out);
        assertTrue(err.startsWith(start) && err.lines().count() == 1, err);
    }

    private int run(String... command) {
        List<String> words = new ArrayList<>(List.of("--lanes", lanes.toString()));
        words.addAll(List.of(command));
        return run(TestLanes.TABLE, words);
    }

    private int run(KnobTable table, List<String> words) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        int exit = LaneDefines.run(table, words, new PrintStream(outBytes), new PrintStream(errBytes));
        out = outBytes.toString();
        err = errBytes.toString();
        return exit;
    }
}
