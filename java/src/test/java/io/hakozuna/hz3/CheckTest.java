package io.hakozuna.hz3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final String THERE_ARE = "; there are all, free, bounds, poison, leaks, arenas (or leaks:100)";

    @Test
    void nothingIsAskedForUnlessNamed() {
        assertEquals(Map.of(), Check.asked(""));
        assertEquals(Map.of(), Check.asked(" , "));
        assertFalse(Check.ON || Check.ARENAS || Check.EVERY_BLOCK, "in this process");
        assertEquals(1, Check.RATE);
    }

    @Test
    void namesStandWithCommasBetween() {
        assertEquals(Map.of("free", 1), Check.asked("free"));
        assertEquals(Map.of("bounds", 1, "leaks", 1, "arenas", 1), Check.asked("leaks, bounds,,arenas "));
        assertEquals(Map.of("free", 1, "bounds", 1, "poison", 1, "leaks", 1, "arenas", 1), Check.asked("all"));
    }

    @Test
    void leaksTakeARate() {
        assertEquals(Map.of("leaks", 100), Check.asked("leaks:100"));
        assertEquals(Map.of("leaks", 100, "poison", 1), Check.asked("leaks:100,poison,leaks"));
        Map<String, Integer> all = Map.of("free", 1, "bounds", 1, "poison", 1, "leaks", 7, "arenas", 1);
        assertEquals(all, Check.asked("all,leaks:7"));
        assertEquals(all, Check.asked("leaks:7,all"));
    }

    @Test
    void othersAreRefusedInOneLine() {
        refused("-Dhz3.check=fre: there is no check fre" + THERE_ARE, "fre");
        refused("-Dhz3.check=free,ALL: there is no check ALL" + THERE_ARE, "free,ALL");
        refused("-Dhz3.check=free:2: there is no check free:2" + THERE_ARE, "free:2");
        refused("-Dhz3.check=all:2: there is no check all:2" + THERE_ARE, "all:2");
        String range = " is no rate; give a number from 1 to 1000000, as in leaks:100";
        refused("-Dhz3.check=leaks:0: leaks:0" + range, "leaks:0");
        refused("-Dhz3.check=free,leaks:many: leaks:many" + range, "free,leaks:many");
        refused("-Dhz3.check=leaks:: leaks:" + range, "leaks:");
        refused("-Dhz3.check=leaks:1000001: leaks:1000001" + range, "leaks:1000001");
    }

    private static void refused(String line, String value) {
        assertEquals(line, assertThrows(IllegalArgumentException.class, () -> Check.asked(value)).getMessage());
    }
}
