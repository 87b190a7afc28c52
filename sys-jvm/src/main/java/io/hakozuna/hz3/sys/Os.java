package io.hakozuna.hz3.sys;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/** Address space, time and files from the operating system (Linux). Sizes are multiples of 4096 bytes; a failure is 0 or false. */
public final class Os {
    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_FIXED_NOREPLACE = 0x100000;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final int MADV_DONTDUMP = 16;
    private static final int MADV_DODUMP = 17;
    private static final int MREMAP_MAYMOVE = 1;
    private static final int RLIMIT_AS = 9;
    private static final long MAP_FAILED = -1;
    private static final long PAGE = 4096;
    private static final int EIO = 5;
    private static final int EEXIST = 17;

    private static final MethodHandle MMAP = libc("mmap", ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    private static final MethodHandle MMAP_AT = libc("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
        Linker.Option.captureCallState("errno"));
    private static final MethodHandle MUNMAP = libc("munmap", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    private static final MethodHandle MPROTECT = libc("mprotect", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_INT);
    private static final MethodHandle MADVISE = libc("madvise", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_INT);
    private static final MethodHandle MINCORE = libc("mincore", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
        ValueLayout.ADDRESS);
    private static final MethodHandle MREMAP = libc("mremap", ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle GETRLIMIT = libc("getrlimit", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);

    /** Reserves as large as this are left out of dumps, but for what is in use. */
    private static final long LARGE_RESERVE = 1 << 30;
    private static volatile boolean largeReserves;

    private Os() {
    }

    private static MethodHandle libc(String name, ValueLayout result, ValueLayout... arguments) {
        return libc(name, FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle libc(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** What a call of the system's that could not even be made throws: an error of the JVM is what it is. */
    private static Error failed(String name, Throwable thrown) {
        return thrown instanceof VirtualMachineError error ? error : new LinkageError(name, thrown);
    }

    /** Reserves address space that must not be touched before {@link #commit}. */
    public static long reserve(long bytes) {
        long address = map(bytes, PROT_NONE, MAP_PRIVATE_ANONYMOUS | MAP_NORESERVE);
        if (address != 0 && bytes >= LARGE_RESERVE) {
            // Debuggers (gcore) would write all of it.
            largeReserves = true;
            advise(address, bytes, MADV_DONTDUMP);
        }
        return address;
    }

    /** Makes reserved address space usable; it reads as zero. */
    public static boolean commit(long address, long bytes) {
        boolean done = protect(address, bytes, PROT_READ_WRITE);
        if (done) {
            if (largeReserves) {
                advise(address, bytes, MADV_DODUMP);
            }
            ReserveEvent.committed(address, bytes);
        }
        return done;
    }

    /** Forbids every access to usable memory, which stays as it is, until {@link #commit}. */
    public static boolean protect(long address, long bytes) {
        return protect(address, bytes, PROT_NONE);
    }

    private static boolean protect(long address, long bytes, int protection) {
        try {
            return (int) MPROTECT.invokeExact(address, bytes, protection) == 0;
        } catch (Throwable e) {
            throw failed("mprotect", e);
        }
    }

    /** Turns usable memory into reserved address space again, whatever is in it; on failure it is as it was. */
    public static boolean decommit(long address, long bytes) {
        boolean done = mapAt(address, bytes, PROT_NONE, MAP_PRIVATE_ANONYMOUS | MAP_NORESERVE | MAP_FIXED) == address;
        if (done) {
            if (largeReserves) {
                advise(address, bytes, MADV_DONTDUMP);
            }
            PurgeEvent.purged(address, bytes);
        }
        return done;
    }

    /** Maps zeroed memory at an address. Returns 1, or 0 if there is no memory, or -1 if something else is mapped there. */
    public static int mapAt(long address, long bytes) {
        if (Library.isClosed()) {
            return 0;
        }
        long result = mapAt(address, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS | MAP_FIXED_NOREPLACE);
        if (result == address) {
            Mappings.add(address, bytes);
            ReserveEvent.committed(address, bytes);
            return 1;
        }
        return result == -EEXIST ? -1 : 0;
    }

    /** The address, or an errno below zero. */
    private static long mapAt(long address, long bytes, int protection, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
            long result = (long) MMAP_AT.invokeExact(errno, address, bytes, protection, flags, -1, 0L);
            return result == MAP_FAILED ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
        } catch (Throwable e) {
            throw failed("mmap", e);
        }
    }

    /** Maps zeroed memory. */
    public static long map(long bytes) {
        long address = map(bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS);
        if (address != 0) {
            ReserveEvent.committed(address, bytes);
        }
        return address;
    }

    private static long map(long bytes, int protection, int flags) {
        if (Library.isClosed()) {
            return 0;
        }
        try {
            long address = (long) MMAP.invokeExact(0L, bytes, protection, flags, -1, 0L);
            if (address == MAP_FAILED) {
                return 0;
            }
            Mappings.add(address, bytes);
            return address;
        } catch (Throwable e) {
            throw failed("mmap", e);
        }
    }

    public static boolean unmap(long address, long bytes) {
        // First: once the range is free another thread may map there.
        Mappings.remove(address, bytes);
        try {
            boolean done = (int) MUNMAP.invokeExact(address, bytes) == 0;
            if (done) {
                PurgeEvent.purged(address, bytes);
            } else {
                Mappings.add(address, bytes);
            }
            return done;
        } catch (Throwable e) {
            throw failed("munmap", e);
        }
    }

    /** Gives the pages' memory back; the range stays usable and reads as zero afterwards. */
    public static boolean purge(long address, long bytes) {
        boolean done = advise(address, bytes, MADV_DONTNEED);
        if (done) {
            PurgeEvent.purged(address, bytes);
        }
        return done;
    }

    /** Says whether the range may have transparent huge pages: 0 never, 1 as the system has it, 2 wherever the system allows them. */
    public static void hugePages(long address, long bytes, int mode) {
        if (mode != 1) {
            advise(address, bytes, mode == 0 ? MADV_NOHUGEPAGE : MADV_HUGEPAGE);
        }
    }

    private static boolean advise(long address, long bytes, int advice) {
        try {
            return (int) MADVISE.invokeExact(address, bytes, advice) == 0;
        } catch (Throwable e) {
            throw failed("madvise", e);
        }
    }

    /** Bytes of the range that are in memory; all of it where the system does not tell. */
    public static long residentBytes(long address, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pages = arena.allocate(bytes / PAGE);
            if ((int) MINCORE.invokeExact(address, bytes, pages) != 0) {
                return bytes;
            }
            long resident = 0;
            for (long page = 0; page < pages.byteSize(); page++) {
                resident += (pages.get(ValueLayout.JAVA_BYTE, page) & 1) * PAGE;
            }
            return resident;
        } catch (Throwable e) {
            throw failed("mincore", e);
        }
    }

    /** Grows or shrinks memory of one mapping where it is; false, with nothing changed, where its neighbours leave no room. */
    public static boolean remapInPlace(long address, long oldBytes, long newBytes) {
        return remap(address, oldBytes, newBytes, 0) != MAP_FAILED;
    }

    /** Grows or shrinks memory of one mapping, moving it where it must; the contents move by page tables, not by copy. */
    public static long remap(long address, long oldBytes, long newBytes) {
        long moved = remap(address, oldBytes, newBytes, MREMAP_MAYMOVE);
        return moved == MAP_FAILED ? 0 : moved;
    }

    private static long remap(long address, long oldBytes, long newBytes, int flags) {
        // First: once the block has moved another thread may map where it was.
        Mappings.remove(address, oldBytes);
        try {
            long result = (long) MREMAP.invokeExact(address, oldBytes, newBytes, flags);
            boolean done = result != MAP_FAILED;
            Mappings.add(done ? result : address, done ? newBytes : oldBytes);
            return result;
        } catch (Throwable e) {
            throw failed("mremap", e);
        }
    }

    /** The process's limit on address space in bytes; {@code Long.MAX_VALUE} where there is none. */
    public static long addressSpaceLimit() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(2 * ValueLayout.JAVA_LONG.byteSize());
            if ((int) GETRLIMIT.invokeExact(RLIMIT_AS, limit) != 0) {
                return Long.MAX_VALUE;
            }
            long soft = limit.get(ValueLayout.JAVA_LONG, 0);
            return soft < 0 ? Long.MAX_VALUE : soft;
        } catch (Throwable e) {
            throw failed("getrlimit", e);
        }
    }

    /** The lowest limit on memory of the control groups that the process is in, in bytes; {@code Long.MAX_VALUE} where there is none. */
    public static long memoryLimit() {
        return ControlGroups.memoryLimit();
    }

    /** Processors that the process may use at a time, by its affinity and by its control groups' quotas, rounded up; at least 1. */
    public static int processors() {
        // The JVM counts the affinity and the quotas in.
        return Runtime.getRuntime().availableProcessors();
    }

    /** Milliseconds of a clock that never goes back; its step may be as coarse as 10 ms. */
    public static long milliseconds() {
        return System.nanoTime() / 1_000_000;
    }

    /**
     * Sleeps while the word still holds the value, or returns early for no reason; the caller looks again. Throws
     * {@link IllegalStateException} where it would for ever, see {@link StuckLocks}.
     */
    public static void waitWhile(long address, int value) {
        // Not parked: a virtual thread that holds the lock may need this one's carrier.
        Thread.yield();
        StuckLocks.waited();
    }

    /** Wakes one thread that waits on the word: here it looks by itself. */
    public static void wake(long address) {
        StuckLocks.left();
    }

    /** A number by which others can ask for the calling thread, which has a heap of its own. */
    public static int threadId() {
        return Threads.number();
    }

    /**
     * Whether another thread can for sure not be inside the allocator. If so the result is not 0, and it is enough here that the second of
     * two looks says the same: see {@link Threads}. One call at a time.
     */
    public static long sleepsOutside(int thread, long stackTop) {
        return Threads.outside(thread);
    }

    /** A number that nobody can guess. */
    public static long secret() {
        return new SecureRandom().nextLong();
    }

    public static int processId() {
        return (int) ProcessHandle.current().pid();
    }

    /** Makes an empty file, which must not be there, by its name, which ends with a zero byte. Returns 0 or an errno. */
    public static int createFile(long name) {
        try {
            Files.createFile(path(name));
            return 0;
        } catch (FileAlreadyExistsException e) {
            return EEXIST;
        } catch (IOException e) {
            return EIO;
        }
    }

    /** Appends any number of bytes to a file that is there. Returns 0 or an errno; then a part of them may be in the file. */
    public static int appendToFile(long name, long address, long bytes) {
        try (FileChannel file = FileChannel.open(path(name), StandardOpenOption.APPEND)) {
            ByteBuffer rest = MemorySegment.ofAddress(address).reinterpret(bytes).asByteBuffer();
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            return 0;
        } catch (IOException e) {
            return EIO;
        }
    }

    private static Path path(long name) {
        return Path.of(MemorySegment.ofAddress(name).reinterpret(Integer.MAX_VALUE).getString(0));
    }
}
