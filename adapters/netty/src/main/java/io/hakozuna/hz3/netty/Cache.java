package io.hakozuna.hz3.netty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;

/**
 * One thread's idle buffers, and its part of the sum of capacities. Idle are the first of a magazine, a stack, and all or none of a
 * second one; so a thread that goes to and fro where a magazine ends does not go to the {@link Depot} each time.
 */
final class Cache {
    static final int MAGAZINE = 64;
    private static final VarHandle BYTES;

    static {
        try {
            BYTES = MethodHandles.lookup().findVarHandle(Cache.class, "bytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The number of the thread. */
    final long thread;
    private final WeakReference<Thread> owner;
    private final Depot depot;
    private Hz3ByteBuf[] loaded;
    private int count;
    private Hz3ByteBuf[] second;
    /** Else it is empty. */
    private boolean secondIsFull;
    /** What the thread allocated less what it released: written by the thread, read by whoever asks for the sum. */
    private long bytes;

    /** For the calling thread. */
    Cache(Thread thread, Depot depot) {
        this.thread = thread.threadId();
        this.owner = new WeakReference<>(thread);
        this.depot = depot;
        this.loaded = new Hz3ByteBuf[MAGAZINE];
        this.second = new Hz3ByteBuf[MAGAZINE];
    }

    /** For the calling thread, with all that a thread left which has ended. */
    Cache(Thread thread, Cache left) {
        this.thread = thread.threadId();
        this.owner = new WeakReference<>(thread);
        this.depot = left.depot;
        this.loaded = left.loaded;
        this.count = left.count;
        this.second = left.second;
        this.secondIsFull = left.secondIsFull;
        this.bytes = left.bytes;
    }

    /** Whether the thread has ended: then all that it did to the cache is seen. */
    boolean isAbandoned() {
        Thread thread = owner.get();
        return thread == null || !thread.isAlive();
    }

    /** An idle buffer, or null. */
    Hz3ByteBuf take() {
        int last = count - 1;
        if (last < 0) {
            if (!load()) {
                return null;
            }
            last = MAGAZINE - 1;
        }
        count = last;
        Hz3ByteBuf buffer = loaded[last];
        // Netty's leak detection watches whether a buffer becomes unreachable.
        loaded[last] = null;
        return buffer;
    }

    void give(Hz3ByteBuf buffer) {
        int next = count;
        if (next == MAGAZINE) {
            unload();
            next = 0;
        }
        loaded[next] = buffer;
        count = next + 1;
    }

    private boolean load() {
        if (secondIsFull) {
            swap(false);
        } else {
            Hz3ByteBuf[] full = depot.takeFull(thread);
            if (full == null) {
                return false;
            }
            depot.giveEmpty(thread, loaded);
            loaded = full;
        }
        return true;
    }

    private void unload() {
        if (secondIsFull) {
            depot.giveFull(thread, second);
            second = depot.takeEmpty(thread);
        }
        swap(true);
    }

    private void swap(boolean full) {
        Hz3ByteBuf[] other = second;
        second = loaded;
        loaded = other;
        secondIsFull = full;
    }

    void count(long change) {
        BYTES.setOpaque(this, bytes + change);
    }

    long bytes() {
        return (long) BYTES.getOpaque(this);
    }
}
