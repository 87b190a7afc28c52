package io.hakozuna.jmh.benchmark;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of Netty's kind, as its event loops are: only these have caches of its allocators. To the other rivals they are as any. */
public final class BenchmarkThreads extends ThreadPoolExecutor {
    /** As JMH asks for it. */
    public BenchmarkThreads(int threads, String name) {
        super(threads, threads, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> thread(task, name));
    }

    /** Not started yet. */
    public static Thread thread(Runnable task, String name) {
        Thread thread = new FastThreadLocalThread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
