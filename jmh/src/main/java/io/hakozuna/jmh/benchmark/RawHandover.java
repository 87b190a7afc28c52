package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.RawRival;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Sends addresses to a thread that frees them. */
@State(Scope.Thread)
public class RawHandover {
    private final AddressRing ring = new AddressRing();
    private Receiver receiver;
    private long sent;

    @Setup
    public void start(RawState state) {
        String rival = state.rival;
        receiver = new Receiver() {
            private RawRival memory;

            @Override
            void open() {
                memory = RawRival.named(rival);
            }

            @Override
            boolean receive(long number) {
                long address = ring.poll(number);
                if (address != 0) {
                    memory.free(address);
                }
                return address != 0;
            }
        };
        receiver.start();
    }

    void send(long address) {
        for (int turn = 1; !ring.offer(sent, address); turn++) {
            receiver.await(turn);
        }
        sent++;
    }

    @TearDown
    public void stop() throws InterruptedException {
        receiver.stop();
    }
}
