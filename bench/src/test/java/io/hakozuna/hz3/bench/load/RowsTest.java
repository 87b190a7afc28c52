package io.hakozuna.hz3.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.Latency;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final Rows ROWS = new Rows(List.of());

    private static List<String> names(String pattern, Integer... threads) {
        return ROWS.named(List.of(pattern), List.of(threads)).stream().map(Row::name).toList();
    }

    @Test
    void aNameFillsInItsNumberOfThreads() {
        assertEquals(List.of("mt16_r90"), names("mt16_r90"));
        assertEquals("mt_remote 16 500000 400 16 2048 90",
            ROWS.named(List.of("mt16_r90"), List.of()).getFirst().load().describe(false));
    }

    @Test
    void aFamilyTakesTheNumbersAskedForOrItsOwn() {
        assertEquals(List.of("larson2", "larson8"), names("larson#"));
        assertEquals(List.of("larson4"), names("larson#", 4));
        assertEquals(List.of("mt4_mixed_r50", "mt4_mixed_r90"), names("mt*_mixed_*", 4));
    }

    @Test
    void curvesGrow() {
        List<Row> points = ROWS.named(List.of("threads_*"), List.of());
        assertEquals(List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0), points.stream().map(row -> row.point().x()).toList());
        assertEquals("mt_remote 256 15625 400 16 2048 50", points.getLast().load().describe(false));
    }

    @Test
    void callsAreTimedInOneAndInTwoThreads() {
        assertEquals(List.of("latency1", "latency2"), names("latency#"));
        Load load = ROWS.named(List.of("latency2"), List.of()).getFirst().load();
        Measurement measured = load.run(new Load.Setting(Allocator.named("glibc"),
            new NativeBuild(Path.of(System.getProperty("hz3.root"))), true, Duration.ofMinutes(1)));
        assertNull(measured.problem());
        for (Latency.Calls calls : List.of(measured.latency().malloc(), measured.latency().free())) {
            assertTrue(0 < calls.p50() && calls.p50() <= calls.p99() && calls.p99() <= calls.p999() && calls.p999() <= calls.p9999()
                && calls.p50() < 10_000 && calls.worst() > calls.p99(), calls::toString);
        }
    }

    @Test
    void patternsChooseEachRowOnce() {
        assertEquals(names("small"), ROWS.named(List.of("small", "sma*"), List.of()).stream().map(Row::name).toList());
    }

    @Test
    void whatIsNoRowIsNamed() {
        assertTrue(assertThrows(UsageError.class, () -> names("nope")).getMessage().startsWith("no such row: nope"));
        assertThrows(UsageError.class, () -> names("mt0_r90"));
        assertThrows(UsageError.class, () -> names("mt_r90"));
    }

    @Test
    void quickDoesATenthOfTheWork() {
        Load load = ROWS.named(List.of("small"), List.of()).getFirst().load();
        assertEquals("random_mixed 20000000 400 16 2048", load.describe(false));
        assertEquals("random_mixed 2000000 400 16 2048", load.describe(true));
    }

    @Test
    void namesAreUniqueAndTheQuickRowsExist() {
        List<String> all = ROWS.all(List.of()).stream().map(Row::name).toList();
        assertEquals(all.size(), new HashSet<>(all).size());
        assertTrue(new HashSet<>(all).containsAll(ROWS.quick().stream().map(Row::name).toList()));
    }

    @Test
    void whatTakesMinutesIsForThoseWhoAsk() {
        Row soak = Row.of("minutes", Group.SOAK, "takes minutes", ROWS.named(List.of("small"), List.of()).getFirst().load());
        Rows rows = new Rows(List.of(soak));
        assertTrue(rows.all(List.of()).contains(soak));
        assertEquals(ROWS.all(List.of()), rows.matrix(List.of()));
        assertEquals(List.of(soak), rows.named(List.of("minutes"), List.of()));
    }
}
