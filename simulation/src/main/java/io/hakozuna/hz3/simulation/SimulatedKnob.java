package io.hakozuna.hz3.simulation;

import io.hakozuna.hz3.knobs.Knob;
import java.util.ArrayList;
import java.util.List;

/** A knob's value in the process that is simulated now. */
public final class SimulatedKnob {
    private static final List<SimulatedKnob> ALL = new ArrayList<>();

    private final Knob knob;
    private long value;

    private SimulatedKnob(Knob knob) {
        this.knob = knob;
        value = Simulation.options().value(knob);
    }

    public static SimulatedKnob of(Knob knob) {
        SimulatedKnob simulated = new SimulatedKnob(knob);
        ALL.add(simulated);
        return simulated;
    }

    static void setAll(Options options) {
        ALL.forEach(simulated -> simulated.value = options.value(simulated.knob));
    }

    public long value() {
        return value;
    }
}
