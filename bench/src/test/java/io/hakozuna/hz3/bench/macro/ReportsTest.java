package io.hakozuna.hz3.bench.macro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** What the load drivers print is read rightly. */
class ReportsTest {
    private static final String PGBENCH = """
        number of transactions actually processed: 1000/1000
        number of failed transactions: %d (%s%%)
        latency average = 1.051 ms
        initial connection time = 12.103 ms
        tps = 3806.147 (without initial connection time)
        """;

    @Test
    void redisBenchmarkTellsARateATest() {
        assertArrayEquals(new double[] {469483.56, 54629.88}, RedisMix.rates("""
            "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
            "SET","469483.56","1.612","0.128","1.391","2.783","9.799","22.911"
            "LRANGE_100 (first 100 elements)","54629.88","5.828","0.296","5.911","10.175","14.079","20.015"
            """));
        assertEquals(0, RedisMix.rates("Could not connect to Redis at /tmp/socket: Connection refused\n").length);
    }

    @Test
    void pgbenchTellsItsRate() {
        assertEquals(3806.147, PostgreSql.rate(PGBENCH.formatted(0, "0.000")));
    }

    @Test
    void failedTransactionsAndSilenceFail() {
        assertEquals("pgbench: 7 transactions failed",
            assertThrows(RunFailed.class, () -> PostgreSql.rate(PGBENCH.formatted(7, "0.700"))).getMessage());
        assertEquals("pgbench reported no rate", assertThrows(RunFailed.class, () -> PostgreSql.rate("")).getMessage());
    }
}
