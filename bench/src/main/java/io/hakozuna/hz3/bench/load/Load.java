package io.hakozuna.hz3.bench.load;

import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.time.Duration;

/** What a row runs. A run does a fixed amount of work, never a fixed time. */
public interface Load {
    /**
     * The circumstances of a run.
     *
     * @param allocator what serves malloc
     * @param workloads where the compiled workloads are
     * @param quick     a tenth of the work
     * @param limit     when to give up
     */
    record Setting(Allocator allocator, NativeBuild workloads, boolean quick, Duration limit) {
    }

    /** The command as a person would read it. */
    String describe(boolean quick);

    /** The first program that this machine lacks for it, or null. */
    String missing();

    Measurement run(Setting setting);
}
