package io.hakozuna.hz3.simulation;

/**
 * Loads and stores of the simulated threads. Plain ones must be ordered by what happens before them: a load that races with a store is a
 * failure, and so are two stores. An opaque load of what another thread stores plainly is a racy look, which the core allows itself where
 * the value is only a guess. After FastTrack (Flanagan and Freund 2009).
 */
public final class Accesses {
    private final Simulation simulation;
    private final AddressSpace space;
    private final Caches caches;

    Accesses(Simulation simulation, AddressSpace space, Caches caches) {
        this.simulation = simulation;
        this.space = space;
        this.caches = caches;
    }

    private Page page(long address, int bytes) {
        if ((address & bytes - 1) != 0) {
            throw new SimulationFailure("access to " + bytes + " bytes at 0x" + Long.toHexString(address) + ", which is not aligned");
        }
        return space.page(address);
    }

    public long get(long address, int bytes) {
        Page page = page(address, bytes);
        SimulatedThread thread = simulation.running();
        caches.load(thread, address);
        int cell = Page.cell(address);
        for (int i = cell; i < cell + bytes / 4; i++) {
            readCell(page, i, address, thread);
        }
        simulation.watch("load", address, page);
        return page.get(cell, bytes);
    }

    public void put(long address, int bytes, long value) {
        Page page = page(address, bytes);
        SimulatedThread thread = simulation.running();
        caches.store(thread, address);
        int cell = Page.cell(address);
        for (int i = cell; i < cell + bytes / 4; i++) {
            writeCell(page, i, address, thread);
        }
        page.put(cell, bytes, value);
        for (int i = cell & -2; i < cell + bytes / 4; i++) {
            Location location = page.location(i);
            if (location != null) {
                location.overwrite(thread, page.get(i, location.bytes));
            }
        }
        simulation.watch("store", address, page);
    }

    private void readCell(Page page, int cell, long address, SimulatedThread thread) {
        checkWrites(page, cell, "load", address, thread);
        int before = page.read[cell];
        int epoch = thread.epoch();
        if (before == epoch) {
            return;
        }
        int[] readers = page.readers.get(cell);
        if (readers == null && !Clock.covers(thread.clock, before)) {
            readers = new int[Clock.MOST_THREADS];
            readers[Clock.threadOf(before)] = before;
            page.readers.put(cell, readers);
        }
        if (readers != null) {
            readers[thread.id] = epoch;
        }
        page.read[cell] = epoch;
    }

    private void writeCell(Page page, int cell, long address, SimulatedThread thread) {
        checkWrites(page, cell, "store", address, thread);
        checkReads(page, cell, "store", address, thread);
        page.written[cell] = thread.epoch();
        page.read[cell] = 0;
    }

    private void checkWrites(Page page, int cell, String what, long address, SimulatedThread thread) {
        if (!Clock.covers(thread.clock, page.written[cell])) {
            throw race("a plain " + what, address, "a plain store of thread " + Clock.threadOf(page.written[cell]));
        }
        Location location = page.location(cell);
        if (location == null && (cell & 1) != 0 && page.location(cell - 1) != null && page.location(cell - 1).bytes == 8) {
            location = page.location(cell - 1);
        }
        int writer = location == null ? -1 : location.unseenWriter(thread);
        if (writer >= 0) {
            throw race("a plain " + what, address, "an atomic store of thread " + writer);
        }
    }

    private void checkReads(Page page, int cell, String what, long address, SimulatedThread thread) {
        int reader = page.read[cell];
        if (!Clock.covers(thread.clock, reader)) {
            throw race("a " + what, address, "a plain load of thread " + Clock.threadOf(reader));
        }
        int[] readers = page.readers.remove(cell);
        if (readers != null) {
            for (int epoch : readers) {
                if (!Clock.covers(thread.clock, epoch)) {
                    throw race("a " + what, address, "a plain load of thread " + Clock.threadOf(epoch));
                }
            }
        }
    }

    private SimulationFailure race(String what, long address, String other) {
        return new SimulationFailure("race: " + what + " of " + simulation.running() + " at 0x" + Long.toHexString(address)
            + " is not ordered after " + other);
    }

    private Location location(Page page, long address, int bytes) {
        int cell = Page.cell(address);
        Location location = page.location(cell);
        if (location == null) {
            location = new Location(bytes, page.get(cell, bytes), page.written[cell]);
            page.setLocation(cell, location);
        }
        if (location.bytes != bytes) {
            throw new SimulationFailure("atomic accesses of two widths at 0x" + Long.toHexString(address));
        }
        return location;
    }

    public long getAtomic(long address, int bytes, Order order) {
        simulation.step(false);
        Page page = page(address, bytes);
        Location location = location(page, address, bytes);
        SimulatedThread thread = simulation.running();
        caches.load(thread, address);
        int back = simulation.choices().back(location.oldValues(thread, order));
        long value = location.read(thread, order, back);
        simulation.watch("atomic load, " + back + " back", address, page);
        return value;
    }

    public void putAtomic(long address, int bytes, long value, Order order) {
        simulation.step(false);
        if (order == Order.VOLATILE) {
            caches.update(simulation.running(), address);
        } else {
            caches.store(simulation.running(), address);
        }
        write(page(address, bytes), address, bytes, value, order, false);
    }

    private void write(Page page, long address, int bytes, long value, Order order, boolean isUpdate) {
        SimulatedThread thread = simulation.running();
        int cell = Page.cell(address);
        Location location = location(page, address, bytes);
        for (int i = cell; i < cell + bytes / 4; i++) {
            if (!Clock.covers(thread.clock, page.written[i])) {
                throw race("an atomic store", address, "a plain store of thread " + Clock.threadOf(page.written[i]));
            }
            checkReads(page, i, "atomic store", address, thread);
            page.read[i] = 0;
        }
        page.put(cell, bytes, value);
        location.write(thread, order, value, isUpdate);
        simulation.watch("atomic store", address, page);
    }

    /** Replaces the newest value if it is the expected one. Returns the value before. */
    public long compareAndExchange(long address, int bytes, long expected, long value, Order order) {
        simulation.step(false);
        caches.update(simulation.running(), address);
        Page page = page(address, bytes);
        long before = location(page, address, bytes).read(simulation.running(), order, 0);
        if (before == expected) {
            write(page, address, bytes, value, order, true);
        }
        return before;
    }

    public long getAndSet(long address, int bytes, long value, Order order) {
        simulation.step(false);
        caches.update(simulation.running(), address);
        Page page = page(address, bytes);
        long before = location(page, address, bytes).read(simulation.running(), order, 0);
        write(page, address, bytes, value, order, true);
        return before;
    }

    public long getAndAdd(long address, int bytes, long delta, Order order) {
        simulation.step(false);
        caches.update(simulation.running(), address);
        Page page = page(address, bytes);
        long before = location(page, address, bytes).read(simulation.running(), order, 0);
        write(page, address, bytes, before + delta, order, true);
        return before;
    }

    /** The processor may fetch the line of an address; there need be nothing. */
    public void prefetch(long address) {
        caches.ask(simulation.running(), address);
    }

    /** The newest value, as the kernel sees it. */
    long newest(long address, int bytes) {
        return page(address, bytes).get(Page.cell(address), bytes);
    }

    public int getByte(long address) {
        long cell = get(address & -4, 4);
        return (int) (cell >>> (address & 3) * 8) & 0xff;
    }

    public void putByte(long address, int value) {
        int shift = (int) (address & 3) * 8;
        long cell = get(address & -4, 4);
        put(address & -4, 4, cell & ~(0xffL << shift) | (value & 0xffL) << shift);
    }

    public void copy(long source, long target, long bytes) {
        long done = 0;
        if (((source | target) & 7) == 0) {
            for (; done + 8 <= bytes; done += 8) {
                put(target + done, 8, get(source + done, 8));
            }
        }
        for (; done < bytes; done++) {
            putByte(target + done, getByte(source + done));
        }
    }

    public void zero(long address, long bytes) {
        if (bytes < 0) {
            throw new SimulationFailure("zeroes over " + bytes + " bytes");
        }
        long at = address;
        long end = address + bytes;
        while (at < end) {
            if ((at & 7) == 0 && at + 8 <= end) {
                put(at, 8, 0);
                at += 8;
            } else {
                putByte(at++, 0);
            }
        }
    }

    /** The kernel makes the range read as zero, as a store of the running thread's to all of it. */
    void clear(long address, long bytes) {
        SimulatedThread thread = simulation.running();
        for (long number : space.numbers(address, bytes)) {
            check(number, "purge", thread).clear(thread.epoch());
        }
    }

    /** The kernel takes the range away. */
    void checkAll(long address, long bytes) {
        for (long number : space.numbers(address, bytes)) {
            check(number, "unmap", simulation.running());
        }
    }

    private Page check(long number, String what, SimulatedThread thread) {
        Page page = space.existing(number);
        for (int cell = 0; cell < page.written.length; cell++) {
            long address = (number << Page.SHIFT) + cell * 4L;
            checkWrites(page, cell, what, address, thread);
            checkReads(page, cell, what, address, thread);
        }
        return page;
    }
}
