package io.hakozuna.hz3.verify.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.NativeBuild;
import io.hakozuna.hz3.verify.Run;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The command behind {@code ./hz3 verify}: it finds what is wrong, says how to see it again, and counts what it ran. */
final class SoakTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    /** Fails at one seed. */
    private record Sometimes(String name, long failing) implements Part {
        @Override
        public String what() {
            return "nothing";
        }

        @Override
        public Round round(long seed, int size) {
            return seed == failing ? Round.failed("broken") : Round.fine("things", size);
        }
    }

    private Soak soak(double hours, Part... parts) throws Exception {
        Soak soak = new Soak(List.of(parts), hours, new PrintStream(said, true));
        soak.run(7);
        return soak;
    }

    @Test
    void aShortRunIsOneTurn() throws Exception {
        Soak soak = soak(0, new Sometimes("one", 8), new Sometimes("two", 8));
        assertNull(soak.failure());
        assertEquals("one                  seed 7: {things=1}\ntwo                  seed 7: {things=1}\n", said.toString());
    }

    @Test
    void aLongRunEndsAtTheFirstFailure() throws Exception {
        Soak soak = soak(1, new Sometimes("one", 100), new Sometimes("two", 9));
        assertEquals("two, seed 9: broken", soak.failure());
        Record record = soak.record("today", "commit", "scale");
        assertEquals(List.of(3L, 3L), record.parts().stream().map(Record.PartRecord::rounds).toList());
        assertEquals(Map.of("things", 1L + 2 + 4), record.parts().getFirst().counts());
        assertEquals(soak.failure(), record.failure());
    }

    @Test
    void aFailureOfTheModelBecomesAFewCalls() throws Exception {
        String broken = NativeBuild.library("libfaulty").toString();
        Round round = new NativeModel(new Workshop(broken, Map.of("FAULT", "forgetting"))).round(1, 1);
        String replay = round.failure().lines().filter(line -> line.startsWith("again: ")).findFirst().orElseThrow();
        List<String> command = List.of(replay.substring("again: ".length()).split(",")[0].split(" "));
        assertEquals(1, Run.of(command).run().exit(), replay);
        assertTrue(Files.readAllLines(Run.ROOT.resolve("target/verify/shortest-calls.txt")).size() <= 3, round.failure());
    }

    @Test
    void refusesWrongCalls() {
        refused("no part is named modle; the parts are native model, ", "--part", "modle");
        refused("--hours needs a number, not many", "--hours", "many");
        refused("--hours needs a number from 0 on, not -1", "--hours", "-1");
        refused("--seed needs a value", "--seed");
        refused("unknown option --hour; ", "--hour", "1");
        refused("unknown lane fats; the lanes are ", "--lane", "fats");
    }

    private static void refused(String start, String... arguments) {
        String message = assertThrows(VerifyCommand.UsageError.class, () -> VerifyCommand.run(arguments)).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    @Test
    void thePageIsUpToDate() throws Exception {
        assertEquals(Page.text(), Files.readString(Page.FILE), "./hz3 verify --page makes the page anew");
    }
}
