package io.hakozuna.hz3.sys;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** Address space, time and files from the operating system (Linux). Sizes are multiples of 4096 bytes; a failure is 0 or false. */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
public final class Os {
    private Os() {
    }

    /** Reserves address space that must not be touched before {@link #commit}. */
    @Import(name = "hz3_os_reserve")
    public static native long reserve(long bytes);

    /** Makes reserved address space usable; it reads as zero. */
    @Import(name = "hz3_os_commit")
    public static native boolean commit(long address, long bytes);

    /** Forbids every access to usable memory, which stays as it is, until {@link #commit}. */
    @Import(name = "hz3_os_protect")
    public static native boolean protect(long address, long bytes);

    /** Turns usable memory into reserved address space again, whatever is in it; on failure it is as it was. */
    @Import(name = "hz3_os_decommit")
    public static native boolean decommit(long address, long bytes);

    /** Maps zeroed memory at an address. Returns 1, or 0 if there is no memory, or -1 if something else is mapped there. */
    @Import(name = "hz3_os_map_at")
    public static native int mapAt(long address, long bytes);

    /** Maps zeroed memory. */
    @Import(name = "hz3_os_map")
    public static native long map(long bytes);

    @Import(name = "hz3_os_unmap")
    public static native boolean unmap(long address, long bytes);

    /** Gives the pages' memory back; the range stays usable and reads as zero afterwards. */
    @Import(name = "hz3_os_purge")
    public static native boolean purge(long address, long bytes);

    /** Says whether the range may have transparent huge pages: 0 never, 1 as the system has it, 2 wherever the system allows them. */
    @Import(name = "hz3_os_huge_pages")
    public static native void hugePages(long address, long bytes, int mode);

    /** Bytes of the range that are in memory; all of it where the system does not tell. */
    @Import(name = "hz3_os_resident_bytes")
    public static native long residentBytes(long address, long bytes);

    /** Grows or shrinks memory of one mapping where it is; false, with nothing changed, where its neighbours leave no room. */
    @Import(name = "hz3_os_remap_in_place")
    public static native boolean remapInPlace(long address, long oldBytes, long newBytes);

    /** Grows or shrinks memory of one mapping, moving it where it must; the contents move by page tables, not by copy. */
    @Import(name = "hz3_os_remap")
    public static native long remap(long address, long oldBytes, long newBytes);

    /** The process's limit on address space in bytes; {@code Long.MAX_VALUE} where there is none. */
    @Import(name = "hz3_os_address_space_limit")
    public static native long addressSpaceLimit();

    /** The lowest limit on memory of the control groups that the process is in, in bytes; {@code Long.MAX_VALUE} where there is none. */
    @Import(name = "hz3_os_memory_limit")
    public static native long memoryLimit();

    /** Processors that the process may use at a time, by its affinity and by its control groups' quotas, rounded up; at least 1. */
    @Import(name = "hz3_os_processors")
    public static native int processors();

    /** Milliseconds of a clock that never goes back; its step may be as coarse as 10 ms. */
    @Import(name = "hz3_os_milliseconds")
    public static native long milliseconds();

    /** Sleeps while the word still holds the value, or returns early for no reason; the caller looks again. */
    @Import(name = "hz3_os_wait_while")
    public static native void waitWhile(long address, int value);

    /** Wakes one thread that waits on the word. */
    @Import(name = "hz3_os_wake")
    public static native void wake(long address);

    /** The system's number of the calling thread. */
    @Import(name = "hz3_os_thread_id")
    public static native int threadId();

    /**
     * Whether another thread sleeps in a system call and no word of its stack, up to the top, points into the allocator's code. If so
     * the result is a number that grows whenever the thread runs; else, or where that cannot be told, 0. One call at a time.
     */
    @Import(name = "hz3_os_sleeps_outside")
    public static native long sleepsOutside(int thread, long stackTop);

    /** A number that nobody can guess. */
    @Import(name = "hz3_os_secret")
    public static native long secret();

    @Import(name = "hz3_os_process_id")
    public static native int processId();

    /** Makes an empty file, which must not be there, by its name, which ends with a zero byte. Returns 0 or an errno. */
    @Import(name = "hz3_os_create_file")
    public static native int createFile(long name);

    /** Appends any number of bytes to a file that is there. Returns 0 or an errno; then a part of them may be in the file. */
    @Import(name = "hz3_os_append_to_file")
    public static native int appendToFile(long name, long address, long bytes);
}
