package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/**
 * Objects find home: whatever thread frees an object, and whether its owner still lives, once all threads have ended every page of the
 * arena is free again. The figures are the allocator's own and exact, so not a single lost object passes.
 */
class OwnershipTest {
    private final Home home = Home.before();

    private static long size(SplittableRandom random) {
        return switch (random.nextInt(16)) {
            case 0 -> 40_000 + random.nextInt(300_000);
            case 1, 2 -> 2048 + random.nextInt(30_000);
            default -> 1 + random.nextInt(1024);
        };
    }

    @Test
    void blocksFreedByTheirOwnerInAnyOrder() {
        SplittableRandom random = new SplittableRandom(42);
        long[] blocks = new long[20_000];
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = Allocator.allocate(size(random), Tls.heap());
            }
            for (int i = blocks.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                long swap = blocks[i];
                blocks[i] = blocks[other];
                blocks[other] = swap;
            }
            for (long block : blocks) {
                Allocator.free(block, Tls.heap());
            }
        }
        home.assertThatAllIsBack();
    }

    @Test
    void blocksFreedByAnotherThreadWhileTheOwnerGoesOn() throws InterruptedException {
        BlockingQueue<Long> queue = new ArrayBlockingQueue<>(1000);
        TestThreads.run(4, index -> {
            SplittableRandom random = new SplittableRandom(index);
            for (int i = 0; i < 50_000; i++) {
                if (index % 2 == 0) {
                    long block = Allocator.allocate(size(random), Tls.heap());
                    Memory.putLong(block, block);
                    queue.put(block);
                } else {
                    long block = queue.take();
                    assertEquals(block, Memory.getLong(block));
                    Allocator.free(block, Tls.heap());
                }
            }
        });
        home.assertThatAllIsBack();
    }

    @Test
    void blocksOfThreadsThatHaveEnded() throws InterruptedException {
        AtomicLongArray blocks = new AtomicLongArray(64 * 100);
        for (int round = 0; round < 10; round++) {
            TestThreads.run(16, index -> {
                SplittableRandom random = new SplittableRandom(index);
                for (int i = 0; i < 400; i++) {
                    int at = random.nextInt(blocks.length());
                    Allocator.free(blocks.getAndSet(at, Allocator.allocate(size(random), Tls.heap())), Tls.heap());
                }
            });
        }
        for (int i = 0; i < blocks.length(); i++) {
            Allocator.free(blocks.get(i), Tls.heap());
        }
        home.assertThatAllIsBack();
    }

    /** Senders push into heaps at the very moment their threads leave: neither side may miss the other. */
    @Test
    void mailThatArrivesWhileTheOwnerLeaves() throws InterruptedException {
        AtomicLong mailbox = new AtomicLong();
        AtomicLong done = new AtomicLong();
        Thread sender = Thread.ofPlatform().start(() -> {
            while (done.get() == 0 || mailbox.get() != 0) {
                long block = mailbox.getAndSet(0);
                if (block != 0) {
                    // Past the stash, so that each block meets its owner's end.
                    RemoteFree.handOverOne(Arena.tagOf(Arena.pageOf(block)) >>> PageTag.OWNER_SHIFT, block);
                }
            }
        });
        for (int i = 0; i < 20_000; i++) {
            TestThreads.run(1, index -> {
                long block = Allocator.allocate(64, Tls.heap());
                while (!mailbox.compareAndSet(0, block)) {
                    Thread.onSpinWait();
                }
            });
        }
        done.set(1);
        sender.join();
        home.assertThatAllIsBack();
    }

    @Test
    void aThreadThatHasLeftCanStillAllocateAndFree() throws InterruptedException {
        AtomicLong kept = new AtomicLong();
        TestThreads.run(1, index -> {
            Allocator.allocate(100, Tls.heap());
            long early = Allocator.allocate(100, Tls.heap());
            Lifecycle.threadExit();
            long late = Allocator.allocate(200, Tls.heap());
            assertTrue(Blocks.usableSize(late) >= 200);
            Allocator.free(early, Tls.heap());
            kept.set(Blocks.reallocate(Tls.heap(), late, 100_000));
        });
        Allocator.free(kept.get(), Tls.heap());
        long leaked = SizeClasses.pagesOf(SizeClasses.binOf(100)) * Arena.PAGE_BYTES;
        home.assertThatAllIsBackBut(leaked, "the one block that the thread never freed keeps its span");
    }

    @Test
    void manyThreadsInTurnUseTheSameFewHeaps() throws InterruptedException {
        long heaps = Memory.getLong(Globals.at(Globals.OWNER_COUNT));
        for (int i = 0; i < 2_000; i++) {
            TestThreads.run(2, index -> {
                SplittableRandom random = new SplittableRandom(index);
                long[] blocks = new long[50];
                for (int k = 0; k < blocks.length; k++) {
                    blocks[k] = Allocator.allocate(size(random), Tls.heap());
                }
                for (long block : blocks) {
                    Allocator.free(block, Tls.heap());
                }
            });
        }
        assertTrue(Memory.getLong(Globals.at(Globals.OWNER_COUNT)) <= heaps + 2);
        home.assertThatAllIsBack();
    }
}
