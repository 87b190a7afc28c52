package io.hakozuna.hz3.micrometer;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.MemoryUse;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;

/**
 * A look at the memory that is not older than a second: a look walks through all of the memory's tables, and five gauges are read at a
 * time.
 */
final class RecentUse {
    static final long MOST_AGE = TimeUnit.SECONDS.toNanos(1);

    private final Clock clock;
    private MemoryUse use;
    private long taken;

    RecentUse(Clock clock) {
        this.clock = clock;
    }

    /** One thread looks; others that ask meanwhile wait for what it finds. */
    synchronized MemoryUse get() {
        long now = clock.monotonicTime();
        if (use == null || now - taken >= MOST_AGE) {
            use = Hz3.memoryUse();
            taken = now;
        }
        return use;
    }
}
