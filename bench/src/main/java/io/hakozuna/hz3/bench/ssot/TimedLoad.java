package io.hakozuna.hz3.bench.ssot;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import java.time.Duration;

/** A load with a bound in time of its own. */
record TimedLoad(Load load, Duration limit) implements Load {
    @Override
    public String describe(boolean quick) {
        return load.describe(quick);
    }

    @Override
    public String missing() {
        return load.missing();
    }

    @Override
    public Measurement run(Setting setting) {
        return load.run(new Setting(setting.allocator(), setting.workloads(), setting.quick(), limit));
    }
}
