package io.hakozuna.jmh.benchmark;

import io.hakozuna.jmh.rival.BlockRival;
import org.openjdk.jmh.annotations.TearDown;

/** Sends blocks to a thread that frees them. */
public abstract class BlockHandover {
    private final BlockRing ring = new BlockRing();
    private Receiver receiver;
    private long sent;

    final void start(BlockRival memory) {
        receiver = new Receiver() {
            @Override
            void open() {
                // The rival is for all threads.
            }

            @Override
            boolean receive(long number) {
                Object block = ring.poll(number);
                if (block != null) {
                    memory.free(block);
                }
                return block != null;
            }
        };
        receiver.start();
    }

    final void send(Object block) {
        for (int turn = 1; !ring.offer(sent, block); turn++) {
            receiver.await(turn);
        }
        sent++;
    }

    @TearDown
    public void stop() throws InterruptedException {
        receiver.stop();
    }
}
