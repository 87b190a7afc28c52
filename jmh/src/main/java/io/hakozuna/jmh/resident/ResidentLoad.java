package io.hakozuna.jmh.resident;

import io.hakozuna.hz3.bench.process.ProcessStatus;
import io.hakozuna.jmh.benchmark.BenchmarkThreads;
import io.hakozuna.jmh.benchmark.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The program that is looked at: four threads allocate so many MiB in all and free them again, and then sleep. It prints what is resident
 * at the peak, right after the last free, and after the garbage collector was called and some time has passed; in KiB, without what is a
 * file's.
 */
public final class ResidentLoad {
    private static final int THREADS = 4;

    private ResidentLoad() {
    }

    /** Arguments: the rival, the MiB, and the milliseconds to wait at the end. */
    public static void main(String[] arguments) throws InterruptedException {
        String rival = arguments[0];
        long bytes = (Long.parseLong(arguments[1]) << 20) / THREADS;
        Phaser phases = new Phaser(THREADS + 1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int[] sizes = sizes(i, bytes);
            threads.add(BenchmarkThreads.thread(() -> {
                try {
                    hold(Holder.of(rival), sizes, phases);
                    end.await();
                } catch (InterruptedException | RuntimeException | Error e) {
                    failure.set(e);
                    phases.forceTermination();
                }
            }, "load"));
        }
        threads.forEach(Thread::start);
        phases.arriveAndAwaitAdvance();
        long peak = resident();
        phases.arriveAndAwaitAdvance();
        phases.arriveAndAwaitAdvance();
        long after = resident();
        System.gc();
        Thread.sleep(Long.parseLong(arguments[2]));
        long idle = resident();
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(rival + " failed", failure.get());
        }
        System.out.println(peak + " " + after + " " + idle);
    }

    /** Sizes of the traffic that make so many bytes. */
    private static int[] sizes(int thread, long bytes) {
        int first = thread * 4001;
        long sum = 0;
        int count = 0;
        while (sum < bytes) {
            sum += Traffic.size(first + count++);
        }
        return IntStream.range(first, first + count).map(Traffic::size).toArray();
    }

    private static void hold(Holder holder, int[] sizes, Phaser phases) {
        holder.fill(sizes);
        phases.arriveAndAwaitAdvance();
        // Here somebody looks.
        phases.arriveAndAwaitAdvance();
        holder.empty();
        phases.arriveAndAwaitAdvance();
    }

    private static long resident() {
        return ProcessStatus.kib(ProcessHandle.current().pid(), "RssAnon");
    }
}
