package io.hakozuna.hz3.sys;

import io.hakozuna.hz3.simulation.Simulation;
import io.hakozuna.hz3.simulation.SimulationFailure;

/** What the core shares with the simulated process around it. */
public final class Process {
    private Process() {
    }

    public static long globals() {
        return Simulation.current().globals();
    }

    public static void outOfMemory() {
        Simulation.current().kernel().outOfMemory();
    }

    public static void foreignFree(long address) {
        throw foreign(address);
    }

    public static long foreignReallocate(long address, long size) {
        throw foreign(address);
    }

    public static long foreignUsableSize(long address) {
        throw foreign(address);
    }

    private static SimulationFailure foreign(long address) {
        return new SimulationFailure("0x" + Long.toHexString(address) + " was not allocated by hz3");
    }
}
