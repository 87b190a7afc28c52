package io.hakozuna.hz3.knobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "4294967296, 4294967296", "0x100000000, 4294967296", "0XfF, 255", "4G, 4294967296", "64M, 67108864", "3K, 3072",
        "1T, 1099511627776", "4g, 4294967296", "64MB, 67108864", "64MiB, 67108864", "64kib, 65536", "0x1b, 27",
        "0x10K, 16384", "9223372036854775807, 9223372036854775807"})
    void readsDecimalHexAndUnits(String text, long value) {
        assertEquals(OptionalLong.of(value), Amount.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "4 G", "64B", "64Mi", "64MBB", "64MM", "0x", "K", "1L",
        "yes", "9223372036854775808", "8388608T", "(1<<20)"})
    void readsNothingElse(String text) {
        assertTrue(Amount.read(text).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"BYTES, 0, 0 B", "BYTES, 4096, 4 KiB", "BYTES, 5000, 5000 B", "BYTES, 68719476736, 64 GiB",
        "BYTES, 2251799813685248, 2048 TiB", "MILLISECONDS, 500, 500 ms", "COUNT, 1024, 1024", "FLAG, 1, 1"})
    void writesWithTheUnit(Kind kind, long value, String text) {
        assertEquals(text, Amount.text(kind, value));
    }
}
