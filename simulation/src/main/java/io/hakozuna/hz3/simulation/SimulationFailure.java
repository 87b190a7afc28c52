package io.hakozuna.hz3.simulation;

/** What a simulated process did that it must not do. The message says what, and how to see it again. */
public final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SimulationFailure(String message) {
        super(message);
    }

    SimulationFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
