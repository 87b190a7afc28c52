package io.hakozuna.hz3.sys;

/** What the core shares with the process around it: the one block of global state, errno and the allocator it replaced. */
public final class Process {
    private static final long GLOBALS_BYTES = 4096;
    private static final long GLOBALS = Os.map(GLOBALS_BYTES);

    private Process() {
    }

    /** One zeroed page for the core's global state, the same for all threads. */
    public static long globals() {
        return GLOBALS;
    }

    /** Forgets the core's global state. */
    static void clear() {
        Memory.zero(GLOBALS, GLOBALS_BYTES);
    }

    /** Records that memory has run out where the caller's API has a place for it: errno in the preload, nothing on the JVM. */
    public static void outOfMemory() {
    }

    /** Frees a block that is not ours; on the JVM there is nobody else it could belong to. */
    public static void foreignFree(long address) {
        throw new IllegalArgumentException("0x" + Long.toHexString(address) + " was not allocated by hz3");
    }

    public static long foreignReallocate(long address, long size) {
        throw new IllegalArgumentException("0x" + Long.toHexString(address) + " was not allocated by hz3");
    }

    public static long foreignUsableSize(long address) {
        throw new IllegalArgumentException("0x" + Long.toHexString(address) + " was not allocated by hz3");
    }
}
