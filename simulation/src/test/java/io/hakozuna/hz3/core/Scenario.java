package io.hakozuna.hz3.core;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.simulation.Options;
import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * What simulated programs do to the boxes that threads share. Each has few threads and operations, so that a run is short and the seeds are
 * many; the stash is small and time passes fast, so that hand-overs and ticks come often. In the end all is freed, the invariants are
 * looked at, and after a trim every page is back.
 */
enum Scenario {
    /** One thread allocates, another frees, and the owner goes on allocating what comes home. */
    REMOTE_FREE {
        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            int count = 20;
            long size = random.nextBoolean() ? 1024 : 8192;
            SimulatedThread owner = Threads.begin(() -> {
                for (int i = 0; i < count; i++) {
                    blocks.put(ledger.allocate(size));
                }
            });
            SimulatedThread sender = Threads.begin(() -> {
                for (int i = 0; i < count; i++) {
                    ledger.free(blocks.take());
                }
            });
            Threads.join(owner, sender);
        }
    },
    /** Two senders push into the inbox of an owner that refills from it. */
    REFILL_AGAINST_PUSH {
        @Override
        void run(SplittableRandom random) {
            Mailbox[] blocks = {new Mailbox(), new Mailbox()};
            int count = 12;
            Mailbox done = new Mailbox();
            SimulatedThread[] senders = new SimulatedThread[2];
            for (int i = 0; i < 2; i++) {
                Mailbox mine = blocks[i];
                senders[i] = Threads.begin(() -> {
                    ledger.free(ledger.allocate(100));
                    for (int k = 0; k < count; k++) {
                        ledger.free(mine.take());
                    }
                    RemoteFree.flush(Tls.heap());
                    done.take();
                });
            }
            for (int k = 0; k < count; k++) {
                blocks[0].put(ledger.allocate(4096));
                blocks[1].put(ledger.allocate(k % 4 == 0 ? 70_000 : 4096));
            }
            for (int k = 0; k < count; k++) {
                ledger.allocate(4096);
            }
            done.put(1);
            done.put(1);
            Threads.join(senders);
        }
    },
    /** A thread leaves its heap while others free into it. */
    EXIT_AGAINST_FREE {
        @Override
        void run(SplittableRandom random) {
            for (int round = 0; round < 3; round++) {
                Mailbox blocks = new Mailbox();
                SimulatedThread leaver = Threads.begin(() -> {
                    for (int i = 0; i < 3; i++) {
                        blocks.put(ledger.allocate(random.nextInt(4) == 0 ? 100_000 : 64));
                    }
                });
                SimulatedThread sender = Threads.begin(() -> {
                    for (int i = 0; i < 3; i++) {
                        long block = blocks.take();
                        ledger.free(block);
                        if (random.nextBoolean()) {
                            RemoteFree.flush(Tls.heap());
                        }
                    }
                });
                Threads.join(leaver, sender);
                Invariants.check(ledger.addresses());
            }
        }
    },
    /** The same where nobody has a tick afterwards, a thread that rests not even itself: what the two sides miss is there in the end. */
    LAST_MAIL {
        @Override
        Options options(SplittableRandom random) {
            return lastMailOptions();
        }

        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            int each = 1 + random.nextInt(2);
            Runnable sender = () -> {
                for (int i = 0; i < each; i++) {
                    ledger.handOver(blocks.take());
                }
            };
            Threads.join(Threads.begin(() -> {
                for (int i = 0; i < 2 * each; i++) {
                    blocks.put(ledger.allocate(64));
                }
                if (random.nextBoolean()) {
                    Lifecycle.rest();
                }
            }), Threads.begin(sender), Threads.begin(sender));
        }
    },
    /** The same for a guest, which leaves the common heap at the end of each call. */
    LAST_MAIL_OF_A_GUEST {
        @Override
        Options options(SplittableRandom random) {
            return lastMailOptions();
        }

        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            Threads.join(Threads.beginGuest(() -> {
                blocks.put(ledger.allocate(64));
                ledger.allocate(64);
            }), Threads.begin(() -> ledger.handOver(blocks.take())));
        }
    },
    /** A thread frees the blocks of one that has ended while it allocates its own, so that it adopts the segment; others do as well. */
    ADOPTION {
        @Override
        void run(SplittableRandom random) {
            Mailbox[] blocks = {new Mailbox(), new Mailbox(), new Mailbox()};
            Mailbox begun = new Mailbox();
            SimulatedThread[] successors = new SimulatedThread[3];
            for (int i = 0; i < 3; i++) {
                Mailbox mine = blocks[i];
                successors[i] = Threads.begin(() -> {
                    ledger.free(ledger.allocate(8));
                    begun.put(1);
                    for (long block = mine.take(); block != 0; block = mine.take()) {
                        ledger.free(block);
                        long other = ledger.allocate(random.nextInt(8) == 0 ? 70_000 : 4096);
                        if (random.nextBoolean()) {
                            ledger.free(other);
                        }
                    }
                });
            }
            for (int i = 0; i < 3; i++) {
                begun.take();
            }
            Threads.join(Threads.begin(() -> {
                for (int i = 0; i < 30; i++) {
                    blocks[i % 3].put(ledger.allocate(random.nextInt(8) == 0 ? 70_000 : 4096));
                }
            }));
            for (int i = 0; i < 3; i++) {
                blocks[i].put(0);
            }
            Threads.join(successors);
        }
    },
    /** Threads begin while others end, and take over their heaps. */
    SUCCESSORS {
        @Override
        void run(SplittableRandom random) {
            Mailbox passed = new Mailbox();
            inThreads(6, index -> {
                for (int k = 0; k < 3; k++) {
                    passed.put(ledger.allocate(random.nextInt(2000)));
                    ledger.free(passed.take());
                }
            });
        }
    },
    /** A thread sleeps, and others take its heap: by much mail, by the purge thread, by a trim. Then it wakes up and goes on. */
    IDLE_HEAP {
        @Override
        Options options(SplittableRandom random) {
            return super.options(random).with(Knob.PURGE_THREAD, 1).with(Knob.TAKE_IDLE_HEAPS, 1)
                .with(Knob.REMOTE_STASH, random.nextInt(2)).with(Knob.PURGE_DECAY_MS, 5);
        }

        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            Mailbox calls = new Mailbox();
            SimulatedThread sleeper = Threads.begin(() -> {
                for (long call = 1; call != 0; call = calls.take()) {
                    for (int i = 0; i < 4; i++) {
                        blocks.put(ledger.allocate(random.nextBoolean() ? 300 : 70_000));
                    }
                    ledger.free(ledger.allocate(300));
                }
            });
            SimulatedThread purger = Threads.begin(() -> {
                for (int i = 0; i < 3; i++) {
                    PurgeThread.round();
                    Threads.sleep(10);
                }
            });
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < 4; k++) {
                    ledger.free(blocks.take());
                }
                if (random.nextBoolean()) {
                    Lifecycle.trim(Tls.heap());
                }
                calls.put(1);
            }
            calls.put(0);
            Threads.join(sleeper, purger);
            Ledger.expect(Heaps.owners() <= 4, "more heaps than threads", Heaps.owners());
        }
    },
    /** Threads run while one of them trims, and all have ticks. */
    TRIM {
        @Override
        void run(SplittableRandom random) {
            inThreads(3, index -> {
                long[] held = new long[6];
                for (int k = 0; k < 40; k++) {
                    int at = random.nextInt(held.length);
                    ledger.free(held[at]);
                    long size = 2000 + random.nextInt(8000);
                    held[at] = ledger.allocate(random.nextInt(4) == 0 ? 32 * size : size);
                    if (index == 0 && k % 16 == 15) {
                        Lifecycle.trim(Tls.heap());
                    }
                }
            });
        }
    },
    /** Threads rest and come back, while others free to them and tidy dead heaps up. */
    REST {
        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            inThreads(3, index -> {
                for (int k = 0; k < 8; k++) {
                    blocks.put(ledger.allocate(random.nextInt(10) == 0 ? 70_000 : random.nextInt(5000)));
                    if (random.nextInt(3) == 0) {
                        Lifecycle.rest();
                    }
                    ledger.free(blocks.take());
                    if (random.nextInt(5) == 0) {
                        PurgeThread.round();
                    }
                }
            });
        }
    },
    /** More threads than owners, which lend theirs. */
    GUESTS {
        @Override
        Options options(SplittableRandom random) {
            return super.options(random).with(Knob.NUM_SHARDS, 1 + random.nextInt(2)).with(Knob.OWNER_LEASE_ENABLE, random.nextInt(2))
                .with(Knob.OWNER_LEASE_MS, 1);
        }

        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            SimulatedThread[] threads = new SimulatedThread[4];
            for (int i = 0; i < threads.length; i++) {
                Runnable body = () -> {
                    for (int k = 0; k < 8; k++) {
                        blocks.put(ledger.allocate(random.nextInt(10) == 0 ? 70_000 : random.nextInt(5000)));
                        ledger.free(blocks.take());
                        if (random.nextInt(4) == 0) {
                            Threads.sleep(1);
                        }
                    }
                    Ledger.expect(Direct.blocks() == 0, "a guest's small block is a mapping", 0);
                };
                threads[i] = i == 0 ? Threads.beginGuest(body) : Threads.begin(body);
            }
            Threads.join(threads);
            Ledger.expect(Memory.getLong(Globals.at(Globals.COMMON_COUNT)) <= 1, "more than one common heap", 0);
        }
    },
    /** Blocks that are mappings, of which some are cached, and a limit on all memory. */
    DIRECT {
        @Override
        Options options(SplittableRandom random) {
            return super.options(random).with(Knob.MEM_LIMIT, random.nextBoolean() ? 0 : 40 << 20);
        }

        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            inThreads(3, index -> {
                for (int k = 0; k < 8; k++) {
                    long block = ledger.allocate((4L << 20) + 1 + random.nextInt(8 << 20));
                    if (block != 0 && random.nextInt(4) == 0) {
                        block = ledger.reallocate(block, (4L << 20) + 1 + random.nextInt(8 << 20));
                    }
                    blocks.put(block);
                    ledger.free(blocks.take());
                }
            });
        }
    },
    /** Addresses are scarce: segments are mapped one by one, and where others' mappings lie there is none. */
    SCARCE_ADDRESSES {
        @Override
        Options options(SplittableRandom random) {
            return super.options(random).withAddressSpaceLimit(1L << 40).with(Knob.ARENA_SIZE, 64 << 20).with(Knob.DIRECT_CACHE_BYTES, 0);
        }

        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            inThreads(3, index -> {
                for (int k = 0; k < 6; k++) {
                    blocks.put(ledger.allocate(random.nextBoolean() ? (4L << 20) + random.nextInt(16 << 20) : 2L << 20));
                    if (random.nextInt(3) == 0) {
                        ledger.free(blocks.take());
                    }
                    if (random.nextInt(10) == 0) {
                        Lifecycle.trim(Tls.heap());
                    }
                }
            });
        }
    },
    /** Threads without a heap ask whose an address is that was never ours, and one prints the statistics, while others begin. */
    FOREIGN_ADDRESSES {
        @Override
        void run(SplittableRandom random) {
            inThreads(3, index -> {
                for (int k = 0; k < 4; k++) {
                    if (index == 0) {
                        ledger.allocate(random.nextInt(100_000));
                    } else if (index == 1) {
                        Ledger.expect(Arena.ownPageOf(4096) == -1, "an address that was never ours", 4096);
                    } else {
                        Statistics.print();
                        Statistics.tryPrint();
                    }
                }
            });
        }
    },
    /** The process is copied, as far as its parent sees it, while threads work. */
    FORK {
        @Override
        Options options(SplittableRandom random) {
            return super.options(random).with(Knob.NUM_SHARDS, 1 + random.nextInt(3));
        }

        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            inThreads(3, index -> {
                for (int k = 0; k < 4; k++) {
                    blocks.put(ledger.allocate(random.nextInt(4) == 0 ? 5 << 20 : random.nextInt(100_000)));
                    ledger.free(blocks.take());
                    if (index == 0) {
                        // One that is opened later is not locked, and cut off in the child.
                        long common = Memory.getLongAcquire(Globals.at(Globals.COMMON_HEAPS));
                        Lifecycle.forkPrepare();
                        boolean inside = common != 0 && Memory.getIntAcquire(common + Heap.STATE) == Heap.STATE_LIVE;
                        Ledger.expect(!inside, "a process is copied while a guest is inside", common);
                        Lifecycle.forkParent();
                    }
                }
            });
        }
    },
    /** What waits for an owner that has something else to do is taken by others that need memory, while it comes back for it in the end. */
    WAITING_MAIL {
        @Override
        Options options(SplittableRandom random) {
            return super.options(random).with(Knob.TAKE_MAIL, 1);
        }

        @Override
        void run(SplittableRandom random) {
            Mailbox blocks = new Mailbox();
            Mailbox freed = new Mailbox();
            int count = 24;
            SimulatedThread owner = Threads.begin(() -> {
                for (int i = 0; i < count; i++) {
                    blocks.put(ledger.allocate(random.nextInt(6) == 0 ? 70_000 : 4096));
                }
                freed.take();
                for (int i = 0; i < count; i++) {
                    ledger.allocate(4096);
                }
            });
            SimulatedThread[] others = new SimulatedThread[2];
            for (int i = 0; i < others.length; i++) {
                others[i] = Threads.begin(() -> {
                    for (int k = 0; k < count / 2; k++) {
                        ledger.free(blocks.take());
                        RemoteFree.flush(Tls.heap());
                        long block = ledger.allocate(random.nextBoolean() ? 4096 : 1000);
                        if (random.nextBoolean()) {
                            ledger.free(block);
                        }
                    }
                });
            }
            Threads.join(others);
            freed.put(1);
            Threads.join(owner);
        }
    };

    /** Of the run that is under way. */
    Ledger ledger;

    /** The process of a run. */
    Options options(SplittableRandom random) {
        int[] decays = {0, 5, 500};
        int[] times = {0, 1, 30};
        int time = random.nextInt(3);
        Options options = new Options().withThreadExit(Lifecycle::threadExit).withTime(times[time]).with(Knob.TAKE_MAIL, time & 1)
            .with(Knob.PURGE_DECAY_MS, decays[random.nextInt(3)]).with(Knob.REMOTE_STASH_BYTES, 4096)
            .with(Knob.DIRTY_BYTES, random.nextBoolean() ? 0 : 16 << 20).with(Knob.LIST_FAILFAST, random.nextInt(3) == 0 ? 1 : 0)
            .with(Knob.ATTACHED_SPANS, 1 + random.nextInt(2)).with(Knob.ATTACHED_SPANS_REPLACED, 0).with(Knob.KEPT_FREES, random.nextInt(4))
            .with(Knob.TAKE_IDLE_HEAPS, random.nextInt(2)).with(Knob.REMOTE_STASH, random.nextInt(3) == 0 ? 0 : 1);
        if (random.nextInt(4) == 0) {
            options.withMemoryLimit(64 << 20);
        }
        return random.nextInt(4) == 0 ? options.withUnseenEnds() : options;
    }

    private static Options lastMailOptions() {
        return new Options().withThreadExit(Lifecycle::threadExit).with(Knob.TAKE_IDLE_HEAPS, 0);
    }

    /** Runs so many threads and waits for them; each is told its index. */
    private static void inThreads(int count, IntConsumer body) {
        SimulatedThread[] threads = new SimulatedThread[count];
        for (int i = 0; i < count; i++) {
            int index = i;
            threads[i] = Threads.begin(() -> body.accept(index));
        }
        Threads.join(threads);
    }

    /** What the first thread does. */
    abstract void run(SplittableRandom random);

    /** The first thread's whole life. */
    void play(SplittableRandom random) {
        ledger = new Ledger();
        run(random);
        finish(ledger);
    }

    /** The end of each program: all is freed, and all is as it was. */
    static void finish(Ledger ledger) {
        Invariants.check(ledger.addresses());
        ledger.addresses().forEach(ledger::free);
        Threads.sleep(10_000);
        Invariants.check(ledger.addresses());
        Lifecycle.trim(Tls.heap());
        Invariants.check(ledger.addresses());
        Ledger.expect(Statistics.arenaBytesInUse() == 0, "pages that are in use after all is freed", Statistics.arenaBytesInUse());
        Ledger.expect(Direct.mappedBytes() == 0, "mappings that are in use after all is freed", Direct.mappedBytes());
        Ledger.expect(Os.milliseconds() >= 11_000, "time", 0);
    }
}
