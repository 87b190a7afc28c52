package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of malloc and free is the same, instruction by instruction, whether statistics are kept or not: counters sit at events. */
class HotPathCodeTest {
    /** An event that counts itself. */
    private static final String COUNTING = "meth_ihhc_Bins_refill";

    @TempDir
    private Path folder;

    @Test
    void isTheSameWithAndWithoutStatistics() throws Exception {
        Path with = build("with", "-DHZ3_STATISTICS=1");
        Path without = build("without", "-DHZ3_STATISTICS=0");
        for (String function : List.of("hz3_malloc", "hz3_free")) {
            List<String> code = code(with, function);
            assertFalse(code.isEmpty(), "no code of " + function);
            assertEquals(code, code(without, function), function);
        }
        assertNotEquals(code(with, COUNTING), code(without, COUNTING), "the counters are in neither");
    }

    private Path build(String name, String definition) throws Exception {
        Path library = folder.resolve(name + ".so");
        Run.of(Run.ROOT.resolve("scripts/build_lane.sh").toString(), "scale", library.toString(), definition).run().ok();
        return library;
    }

    /** The function's instructions; what lies elsewhere is named and not where it lies, since that shifts with the rest of the code. */
    private static List<String> code(Path library, String function) throws Exception {
        Matcher place = Pattern.compile("(?m)^(\\S+) (\\S+) . " + function + "$").matcher(Run.of("nm", "-S", library.toString()).run().ok().out());
        assertTrue(place.find(), "no function " + function);
        long begin = Long.parseLong(place.group(1), 16);
        Stream<String> lines = Run.of("objdump", "-d", "--no-show-raw-insn", "--no-addresses", "--start-address=" + begin,
            "--stop-address=" + (begin + Long.parseLong(place.group(2), 16)), library.toString()).run().ok().out().lines();
        return lines.filter(line -> line.startsWith("\t")).map(line -> line.replaceAll("0x[0-9a-f]+\\(%rip\\)", "there(%rip)").replaceAll("# .*", "")
            .replaceAll("^(\\s*(?:j|call)\\S*\\s+)[0-9a-f]+ ", "$1").strip()).toList();
    }
}
