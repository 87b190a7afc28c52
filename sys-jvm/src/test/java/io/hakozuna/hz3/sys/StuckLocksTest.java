package io.hakozuna.hz3.sys;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time is given, in nanoseconds. */
class StuckLocksTest {
    private static final long MS = 1_000_000;
    private static final long MOST = 1000 * MS;

    private long now = 1 << 30;

    @BeforeEach
    void begin() {
        StuckLocks.waited(now, Long.MAX_VALUE);
        StuckLocks.left();
    }

    private void waitFor(long milliseconds) {
        for (long i = 0; i < milliseconds; i++) {
            now += MS;
            StuckLocks.waited(now, MOST);
        }
    }

    @Test
    void whoWaitsForALockThatNobodyLeavesIsToldInOneLine() {
        waitFor(1000);
        String line = assertThrows(IllegalStateException.class, () -> waitFor(1)).getMessage();
        assertTrue(line.contains("has left a lock taken") && line.lines().count() == 1, line);
    }

    @Test
    void oneThatIsLeftNowAndThenIsInUse() {
        for (int i = 0; i < 10; i++) {
            waitFor(900);
            StuckLocks.left();
        }
    }

    @Test
    void aProcessThatStoodStillHasNotWaited() {
        waitFor(800);
        now += 3_600_000 * MS;
        waitFor(90);
    }

    @Test
    void whoLeavesALockSaysSo() {
        waitFor(1000);
        Os.wake(0);
        waitFor(1000);
    }
}
