package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread that takes another one's place takes over its memory, with the blocks in it, and with what is still on its way there. */
class AdoptionTest {
    private static final int SIZE = 4096;
    private static final int BIN = SizeClasses.binOf(SIZE);
    /** More than a segment. */
    private static final int BLOCKS = 1200;

    private final Home home = Home.before();

    @BeforeEach
    void needsOwners() {
        Assumptions.assumeTrue(Knobs.numShards() > 8, "guests own no heap that could be adopted");
    }

    /** A thread that does one thing after the other, and ends. */
    private static final class Worker implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().factory());

        <T> T call(Callable<T> task) throws Exception {
            return thread.submit(task).get();
        }

        void run(Runnable task) throws Exception {
            begin(task).get();
        }

        Future<?> begin(Runnable task) {
            return thread.submit(task);
        }

        /** With a heap of its own, so that it takes none by its first free. */
        static Worker withHeap() throws Exception {
            Worker worker = new Worker();
            worker.run(() -> Allocator.free(allocate(64), Tls.heap()));
            return worker;
        }

        @Override
        public void close() throws Exception {
            run(Lifecycle::threadExit);
            thread.close();
        }
    }

    private static long allocate(long size) {
        long block = Allocator.allocate(size, Tls.heap());
        Memory.putLong(block, block);
        return block;
    }

    private static void free(long block) {
        assertEquals(block, Memory.getLong(block));
        Allocator.free(block, Tls.heap());
    }

    private static long[] allocateAll(int count, long size) {
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = allocate(size);
        }
        return blocks;
    }

    private static long[] blocksOfADeadThread(int count) throws Exception {
        try (Worker worker = Worker.withHeap()) {
            return worker.call(() -> allocateAll(count, SIZE));
        }
    }

    private static int owner(long block) {
        return Arena.tagOf(Arena.pageOf(block)) >>> PageTag.OWNER_SHIFT;
    }

    private static long segment(long block) {
        return Segments.ofPage(Arena.pageOf(block));
    }

    /** Sends the block home and asks for memory of a class that the thread has none of, until it has taken over the block's segment. */
    private static void adoptSegmentOf(long block) {
        long segment = segment(block);
        assertNotEquals(Heap.owner(Tls.heap()), Segments.owner(segment));
        free(block);
        RemoteFree.flush(Tls.heap());
        long other = Allocator.allocate(SIZE, Tls.heap());
        assertEquals(Heap.owner(Tls.heap()), Segments.owner(segment));
        Allocator.free(other, Tls.heap());
    }

    @Test
    void whoBeginsWithAFreeTakesTheHeapOfTheBlock() throws Exception {
        long[] blocks = blocksOfADeadThread(10);
        int dead = owner(blocks[0]);
        blocksOfADeadThread(0);
        try (Worker successor = new Worker()) {
            long heap = successor.call(() -> {
                for (long block : blocks) {
                    free(block);
                }
                return Tls.heap();
            });
            assertEquals(dead, Heap.owner(heap));
        }
        home.assertThatAllIsBack();
    }

    @Test
    void whoNeedsMemoryTakesTheSegmentWhoseBlocksItFrees() throws Exception {
        Worker successor = Worker.withHeap();
        long[] runs = new long[2];
        long[] blocks;
        try (Worker worker = Worker.withHeap()) {
            blocks = worker.call(() -> {
                // A run that has been freed before is attached to a bin, the other one is not.
                Allocator.free(allocate(100_000), Tls.heap());
                runs[0] = allocate(100_000);
                runs[1] = allocate(200_000);
                return allocateAll(500, SIZE);
            });
        }
        int dead = owner(blocks[0]);
        try (successor) {
            successor.run(() -> {
                adoptSegmentOf(blocks[0]);
                for (long block : runs) {
                    assertEquals(segment(blocks[0]), segment(block));
                    assertEquals(Heap.owner(Tls.heap()), owner(block));
                    free(block);
                }
                for (int i = 1; i < blocks.length; i++) {
                    if (segment(blocks[i]) == segment(blocks[0])) {
                        assertEquals(Heap.owner(Tls.heap()), owner(blocks[i]));
                    }
                    free(blocks[i]);
                }
            });
        }
        assertEquals(0, Memory.getLong(Arena.heapOf(dead) + Heap.ATTACHED_RUN_PAGES));
        home.assertThatAllIsBack();
    }

    @Test
    void mailThatIsUnderWayIsSentOn() throws Exception {
        try (Worker adopter = Worker.withHeap(); Worker sender = Worker.withHeap()) {
            long[] blocks = blocksOfADeadThread(100);
            sender.run(() -> {
                free(blocks[1]);
                free(blocks[2]);
            });
            adopter.run(() -> adoptSegmentOf(blocks[0]));
            sender.run(() -> RemoteFree.flush(Tls.heap()));
            adopter.run(() -> {
                assertTrue(Inbox.hasMail(Tls.heap()), "the blocks were not sent on");
                for (int i = 3; i < blocks.length; i++) {
                    free(blocks[i]);
                }
            });
        }
        home.assertThatAllIsBack();
    }

    /** A chain of one class may hold blocks of two heaps by the time it arrives: it must not go into a bin as it is. */
    @Test
    void aChainThatIsUnderWayIsLookedAtBlockByBlock() throws Exception {
        try (Worker adopter = Worker.withHeap(); Worker sender = Worker.withHeap(); Worker successor = new Worker()) {
            long[] blocks = blocksOfADeadThread(BLOCKS);
            int dead = owner(blocks[0]);
            int last = BLOCKS - 1;
            assertNotEquals(segment(blocks[0]), segment(blocks[last]));
            sender.run(() -> {
                // The one that was freed last comes first.
                free(blocks[last]);
                free(blocks[0]);
            });
            adopter.run(() -> adoptSegmentOf(blocks[last - 1]));
            successor.run(() -> {
                for (int i = 1; i <= 8; i++) {
                    free(blocks[i]);
                }
                // The first span of the dead heap has room and is attached; that its page is trapped would be another reason to look.
                blocks[1] = allocate(SIZE);
                assertEquals(dead, Heap.owner(Tls.heap()));
                long page = Arena.pageOf(blocks[0]);
                assertEquals(BIN, Trap.open(Tls.heap(), page, Arena.tagOf(page) ^ Memory.getLong(Tls.heap() + Heap.OWNER_TAG)));
            });
            sender.run(() -> RemoteFree.flush(Tls.heap()));
            successor.run(() -> {
                Inbox.drain(Tls.heap());
                for (long object = Memory.getLong(Heap.head(Tls.heap(), BIN)); object != 0; object = Memory.getLong(object)) {
                    assertEquals(dead, owner(object), "another heap's block is in the bin");
                }
                free(blocks[1]);
                for (int i = 9; i < last - 1; i++) {
                    free(blocks[i]);
                }
            });
        }
        home.assertThatAllIsBack();
    }

    /** A first free that waits for its heap while another thread adopts the block: what it had read of the page is old then. */
    @Test
    void aPageThatIsAdoptedWhileItsBlockIsFreedForTheFirstTime() throws Exception {
        try (Worker adopter = Worker.withHeap(); Worker successor = new Worker()) {
            long[] blocks = blocksOfADeadThread(100);
            int dead = owner(blocks[0]);
            Future<?> freed;
            long lock = Globals.at(Globals.ARENA_LOCK);
            Lock.take(lock);
            try {
                freed = successor.begin(() -> free(blocks[1]));
                // Until it waits for the lock; if it is slower, there is nothing to see.
                Thread.sleep(200);
                adopter.run(() -> adoptSegmentOf(blocks[0]));
            } finally {
                Lock.leave(lock);
            }
            freed.get();
            successor.run(() -> {
                assertEquals(dead, Heap.owner(Tls.heap()));
                assertEquals(0, Memory.getLong(Heap.head(Tls.heap(), BIN)), "another heap's block is in the bin");
            });
            adopter.run(() -> {
                for (int i = 2; i < blocks.length; i++) {
                    free(blocks[i]);
                }
            });
        }
        home.assertThatAllIsBack();
    }

    /** Lines of threads, each of which ends when its successor has begun, as in a server; all blocks have contents that are looked at. */
    @Test
    void linesOfSuccessors() throws InterruptedException {
        long adopted = adoptedSegments();
        TestThreads.run(4, line -> {
            SplittableRandom random = new SplittableRandom(line);
            long[] blocks = allocateAll(3000, 100);
            Worker thread = null;
            for (int generation = 0; generation < 40; generation++) {
                Worker successor = Worker.withHeap();
                if (thread != null) {
                    thread.close();
                }
                thread = successor;
                thread.run(() -> replace(blocks, random));
            }
            thread.close();
            for (long block : blocks) {
                free(block);
            }
        });
        assertTrue(adoptedSegments() > adopted || Knobs.statistics() == 0, "no segment was adopted: the test shows nothing");
        home.assertThatAllIsBack();
    }

    private static void replace(long[] blocks, SplittableRandom random) {
        for (int i = 0; i < 20_000; i++) {
            int victim = random.nextInt(blocks.length);
            free(blocks[victim]);
            blocks[victim] = allocate(random.nextInt(50) == 0 ? 70_000 : 8 + random.nextInt(1000));
        }
    }

    private static long adoptedSegments() {
        long sum = 0;
        for (int owner = 1; owner <= Heaps.owners(); owner++) {
            sum += Memory.getLong(Arena.heapOf(owner) + Heap.ADOPTED_SEGMENTS);
        }
        return sum;
    }
}
