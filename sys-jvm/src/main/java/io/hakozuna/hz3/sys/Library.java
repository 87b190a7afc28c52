package io.hakozuna.hz3.sys;

/** What the JVM back end does for the library alone; nothing here is part of the seam. */
public final class Library {
    private static volatile boolean closed;

    private Library() {
    }

    /**
     * Gives back to the system all that was mapped for the allocator; nothing is mapped any more from now on. No other thread is inside the
     * allocator, or will be.
     */
    public static void close() {
        closed = true;
        Threads.forgetAll();
        Process.clear();
        Mappings.snapshot().forEach((address, bytes) -> {
            // These few pages say to later calls that there is nothing.
            if (address != Process.globals() && address != Tls.noHeap() && address != Threads.table()) {
                Os.unmap(address, bytes);
            }
        });
    }

    public static boolean isClosed() {
        return closed;
    }

    /** Lets go of objects of threads that have ended. */
    public static void forgetEndedThreads() {
        Threads.forgetEnded();
    }

    /** The calling thread's heap stays its own as long as it lives, whatever it does: somebody holds the address elsewhere. */
    public static void pinHeap() {
        Threads.pin();
    }

    /** A heap's address itself, in a form from which the compiler sees that accesses near it need no check of bounds. */
    public static long checkedHeap(long heap) {
        return Memory.checked(heap);
    }
}
