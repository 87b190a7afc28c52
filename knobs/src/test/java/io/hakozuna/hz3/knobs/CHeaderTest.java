package io.hakozuna.hz3.knobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets the C compiler judge the header, with the tests' knobs and with those of hz3. */
class CHeaderTest {
    @TempDir
    private Path folder;

    @Test
    void hasADefaultAndAnAccessorForEachKnob() throws Exception {
        assertEquals("", compile(CHeader.of(TestLanes.TABLE), """
            _Static_assert(sizeof(hz3_knob_size()) == 8 && sizeof(hz3_knob_count()) == 4, "types");
            int main(void) { return hz3_knob_size() == 65536 && hz3_knob_count() == 8 && hz3_knob_quick() == 0 ? 0 : 1; }
            """));
        assertEquals(0, new ProcessBuilder(folder.resolve("program").toString()).start().waitFor());
    }

    @Test
    void acceptsDefinedValues() throws Exception {
        assertEquals("", compile(CHeader.of(TestLanes.TABLE), """
            int main(void) { return hz3_knob_size() == 1L << 40 && hz3_knob_check() == 1 ? 0 : 1; }
            """, "-DHZ3_SIZE=1099511627776", "-DHZ3_CHECK=1"));
        assertEquals(0, new ProcessBuilder(folder.resolve("program").toString()).start().waitFor());
    }

    @Test
    void hasATableOfWhatTheEnvironmentMaySet() throws Exception {
        assertEquals("", compile(CHeader.of(TestLanes.TABLE), """
            int main(void) {
                const struct hz3_adjustable *count = hz3_adjustable;
                int as_declared = __builtin_strcmp(count->name, "HZ3_COUNT") == 0 && count->minimum == 1 && count->maximum == 64
                    && __builtin_strcmp(count->range, "from 1 to 64") == 0 && *count->value == 9 && count[1].name == 0;
                *count->value = 7;
                return as_declared && hz3_knob_count() == 7 && __builtin_strcmp(hz3_build_knobs[0], "HZ3_SIZE") == 0 ? 0 : 1;
            }
            """, "-DHZ3_COUNT=9"));
        assertEquals(0, new ProcessBuilder(folder.resolve("program").toString()).start().waitFor());
    }

    @Test
    void refusesBadValues() throws Exception {
        refused("HZ3_COUNT must be from 1 to 64", "-DHZ3_COUNT=0");
        refused("HZ3_COUNT must be from 1 to 64", "-DHZ3_COUNT=65");
        refused("HZ3_SIZE must be a power of two from 4 KiB to 1 TiB", "-DHZ3_SIZE=5000");
        refused("HZ3_CHOICE must be one of 0, 2, 6", "-DHZ3_CHOICE=1");
        refused("HZ3_CHECK = 1 and HZ3_QUICK = 1 exclude each other", "-DHZ3_CHECK=1", "-DHZ3_QUICK=1");
    }

    @Test
    void theKnobsOfHz3Compile() throws Exception {
        assertEquals("", compile(CHeader.of(KnobTable.HZ3), "int main(void) { return hz3_knob_arena_size() != 68719476736; }\n"));
    }

    private void refused(String message, String... definitions) throws Exception {
        String said = compile(CHeader.of(TestLanes.TABLE), "int main(void) { return 0; }\n", definitions);
        assertTrue(said.contains(message), said);
    }

    /** What the compiler says of the header and a program; nothing if all is well. */
    private String compile(String header, String program, String... definitions) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("hz3_knobs.h"), header);
        Files.writeString(folder.resolve("program.c"), "#include \"hz3_knobs.h\"\n" + program);
        List<String> command = new ArrayList<>(List.of("gcc", "-std=gnu11", "-Wall", "-Werror", "-Wno-unused-function"));
        Collections.addAll(command, definitions);
        Collections.addAll(command, "-o", "program", "program.c");
        Process compiler = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes());
        compiler.waitFor();
        return said;
    }
}
