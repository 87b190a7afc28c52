package io.hakozuna.hz3.core;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;

/** A thread that has one small block and sleeps. */
record SmallThread(SimulatedThread thread, long block, Mailbox end) {
    static SmallThread asleep(Ledger ledger) {
        Mailbox blocks = new Mailbox();
        Mailbox end = new Mailbox();
        ledger.allocate(64);
        SimulatedThread thread = Threads.begin(() -> {
            blocks.put(ledger.allocate(64));
            end.take();
        });
        long block = blocks.take();
        Steps.untilAsleep(Steps.heapOf(block));
        return new SmallThread(thread, block, end);
    }

    long heap() {
        return Steps.heapOf(block);
    }

    void leave() {
        end.put(1);
        Threads.join(thread);
    }
}
