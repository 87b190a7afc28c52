package io.hakozuna.hz3.simulation;

import java.util.ArrayList;
import java.util.List;

/** The operating system of a simulated process. A call fails where there is no room, and where the choices say so. */
public final class Kernel {
    private final Simulation simulation;
    private final AddressSpace space;
    private final Accesses accesses;
    private long milliseconds = 1000;
    private boolean mayFail = true;
    private int outOfMemories;

    Kernel(Simulation simulation, AddressSpace space, Accesses accesses) {
        this.simulation = simulation;
        this.space = space;
        this.accesses = accesses;
    }

    private boolean fails() {
        return mayFail && simulation.choices().fails();
    }

    /** From here on calls only fail where there is no room. */
    public void endFaults() {
        mayFail = false;
    }

    /** The calling thread is told that there is no memory, as by errno. */
    public void outOfMemory() {
        outOfMemories++;
    }

    /** How often threads were told that there is no memory. */
    public int outOfMemories() {
        return outOfMemories;
    }

    private static long roundUp(long bytes) {
        return bytes + Page.BYTES - 1 & -Page.BYTES;
    }

    public long reserve(long bytes) {
        return fails() ? 0 : space.map(roundUp(bytes), AddressSpace.State.RESERVED);
    }

    public long map(long bytes) {
        return fails() ? 0 : space.map(roundUp(bytes), AddressSpace.State.USABLE);
    }

    /** As {@link #map}, and never fails: for what a process has before it begins. */
    long mapAtStart(long bytes) {
        return space.map(bytes, AddressSpace.State.USABLE);
    }

    public int mapAt(long address, long bytes) {
        if (fails()) {
            return 0;
        }
        if (!space.isFree(address, bytes)) {
            return -1;
        }
        space.mapAt(address, bytes);
        return 1;
    }

    public boolean commit(long address, long bytes) {
        if (fails()) {
            return false;
        }
        space.setState(address, bytes, AddressSpace.State.USABLE);
        return true;
    }

    public boolean protect(long address, long bytes) {
        if (fails()) {
            return false;
        }
        space.setState(address, bytes, AddressSpace.State.RESERVED);
        return true;
    }

    public boolean decommit(long address, long bytes) {
        if (fails()) {
            return false;
        }
        accesses.checkAll(address, bytes);
        space.setState(address, bytes, AddressSpace.State.RESERVED);
        space.drop(address, bytes);
        return true;
    }

    public boolean unmap(long address, long bytes) {
        if (fails()) {
            return false;
        }
        accesses.checkAll(address, bytes);
        space.unmap(address, bytes);
        return true;
    }

    public boolean purge(long address, long bytes) {
        if (fails()) {
            return false;
        }
        if (!space.isMapped(address, bytes)) {
            throw new SimulationFailure("a purge of 0x" + Long.toHexString(address) + ", of which not all is mapped");
        }
        accesses.clear(address, bytes);
        return true;
    }

    public long residentBytes(long address, long bytes) {
        return (long) space.numbers(address, bytes).size() * Page.BYTES;
    }

    public boolean remapInPlace(long address, long oldBytes, long newBytes) {
        if (newBytes <= oldBytes) {
            return newBytes == oldBytes ? !fails() : unmap(address + newBytes, oldBytes - newBytes);
        }
        if (fails() || !space.isFree(address + oldBytes, newBytes - oldBytes)) {
            return false;
        }
        space.mapAt(address + oldBytes, newBytes - oldBytes);
        return true;
    }

    public long remap(long address, long oldBytes, long newBytes) {
        if (remapInPlace(address, oldBytes, newBytes)) {
            return address;
        }
        long target = map(newBytes);
        if (target != 0) {
            accesses.checkAll(address, oldBytes);
            space.move(address, target, Math.min(oldBytes, newBytes));
            space.unmap(address, oldBytes);
        }
        return target;
    }

    /** Reads the clock, on which time passes as the choices say, if the simulation's time passes by itself. */
    public long milliseconds() {
        int step = simulation.mostMillisecondsARead();
        milliseconds += step == 0 ? 0 : simulation.choices().number(step + 1);
        return milliseconds;
    }

    void pass(long time) {
        milliseconds += time;
    }

    /** The calling thread sleeps until it is woken, if the word holds the value. */
    public void waitWhile(long address, int value) {
        simulation.step(false);
        SimulatedThread thread = simulation.running();
        if ((int) accesses.newest(address, 4) == value) {
            thread.waitsOn = address;
            simulation.await(() -> thread.waitsOn == 0, false);
        }
    }

    /** Wakes one of the threads that sleep on the word. */
    public void wake(long address) {
        List<SimulatedThread> sleepers = new ArrayList<>();
        for (int i = 0; i < simulation.threads(); i++) {
            if (simulation.thread(i).waitsOn == address) {
                sleepers.add(simulation.thread(i));
            }
        }
        if (!sleepers.isEmpty()) {
            sleepers.get(simulation.choices().number(sleepers.size())).waitsOn = 0;
        }
    }

    /**
     * Not 0 if the thread has ended or sleeps outside of the allocator; the same at two looks if it has not run in between. What it did is
     * known to who looks, and it knows what that one did when it wakes up, by the locks of the kernel.
     */
    public long sleepsOutside(int number) {
        simulation.step(false);
        SimulatedThread thread = simulation.thread(number - 1);
        SimulatedThread looks = simulation.running();
        if (!thread.rests && !thread.ended) {
            return 0;
        }
        Clock.join(looks.clock, thread.clock);
        Clock.join(thread.fromKernel, looks.clock);
        looks.tick();
        return 1 + thread.wakeUps;
    }

    public boolean ended(int number) {
        simulation.step(false);
        SimulatedThread thread = simulation.thread(number - 1);
        if (thread.ended) {
            Clock.join(simulation.running().clock, thread.clock);
        }
        return thread.ended;
    }
}
