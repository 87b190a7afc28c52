package io.hakozuna.hz3.micrometer;

import io.hakozuna.hz3.MemoryUse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/** A registry with the gauges, whose clock stands still unless a look is asked for. */
final class Gauges {
    final MockClock clock = new MockClock();
    final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    Gauges(Tag... tags) {
        new Hz3Metrics(List.of(tags)).bindTo(registry);
    }

    /** What the gauges show when they have to look again. */
    MemoryUse look() {
        clock.add(Duration.ofSeconds(1));
        return shown();
    }

    MemoryUse shown() {
        return new MemoryUse(value("in.use"), value("cached"), value("retained"), value("resident"), value("limit"));
    }

    long value(String name) {
        return (long) registry.get("hz3.memory." + name).gauge().value();
    }
}
