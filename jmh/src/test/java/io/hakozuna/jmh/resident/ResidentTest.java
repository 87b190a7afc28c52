package io.hakozuna.jmh.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResidentTest {
    private static final int MIB = 64;

    @ParameterizedTest
    @ValueSource(strings = {"raw/hz3", "segment/jdk-confined", "buffer/netty-adaptive-unsafe"})
    void allBlocksAreResidentAtThePeak(String rival) {
        Resident figures = Resident.of(rival, MIB, Duration.ZERO);
        assertNull(figures.problem());
        assertTrue(figures.peak() > MIB << 10 && figures.after() > 0 && figures.idle() > 0, figures.toString());
    }

    @Test
    void theJvmAloneHoldsNoBlocks() {
        Resident alone = Resident.of("raw/none", MIB, Duration.ZERO);
        Resident hz3 = Resident.of("raw/hz3", MIB, Duration.ZERO);
        assertTrue(hz3.peak() - alone.peak() > (MIB << 10) / 2, alone + " " + hz3);
    }

    @Test
    void aRivalThatFailsSaysWhy() {
        Resident figures = Resident.of("raw/hz4", MIB, Duration.ZERO);
        assertEquals("java.lang.IllegalArgumentException: no rival hz4 of raw memory", figures.problem());
        assertTrue(ResidentCommand.table(List.of(figures)).contains("| raw/hz4 | - | - | java.lang.IllegalArg"));
    }
}
