package io.hakozuna.hz3;

import io.hakozuna.hz3.core.Allocator;
import io.hakozuna.hz3.core.Blocks;
import io.hakozuna.hz3.core.Lifecycle;
import io.hakozuna.hz3.sys.Library;
import io.hakozuna.hz3.sys.Tls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Memory outside the Java heap, allocated and freed block by block, by any thread.
 *
 * {@snippet :
 * long address = Hz3.allocate(1024);           // raw: no object is made on the way
 * Hz3.free(address);
 *
 * MemorySegment segment = Hz3.allocateSegment(1024);
 * Hz3.free(segment);
 *
 * try (Arena arena = Hz3.ofShared()) {         // any thread may use and close it; closing needs no handshake
 *     MemorySegment other = arena.allocate(100);
 * }
 * }
 *
 * <p>A block may be freed by any thread; who frees it must be the last to use it, and what one thread wrote is seen by another that got the
 * block's address from it by any safe publication. Blocks are aligned to 16 bytes, and hold old contents unless asked for zeroed.
 *
 * <p><b>Checks.</b> Unless asked for there are none: a block freed twice, or used after it was freed, or written past its end, corrupts
 * memory as it does in C. {@code -Dhz3.check=all} checks, or some of these with commas between; a misuse throws a
 * {@link MemoryMisuseException}, or is said on standard error when the JVM ends. See {@code docs/JAVA.md}.
 * <ul>
 * <li>{@code free}: blocks freed twice, and addresses that are no blocks.
 * <li>{@code bounds}: bytes written before or past a block, which show when it is freed or resized, by {@link #checkAll} and at the end.
 *     {@link #usableSize} is what was asked for.
 * <li>{@code poison}: blocks are filled with bytes 0xa5 at first unless they are zeroed, and with 0x5a when they are freed. Bytes written
 *     after the free show when the block's turn comes to be used again, by {@link #checkAll}, {@link #trim} and at the end.
 * <li>{@code leaks}: blocks that nobody has freed when the JVM ends, by the stacks that allocated them; {@link #leaks} asks before that.
 *     With {@code leaks:100} the stacks of every 100th block of a thread only, for production.
 * <li>{@code arenas}: segments of a shared arena throw at once when it is closed.
 * </ul>
 * With {@code free} and {@code poison} freed blocks are kept for a while, the last 16 MiB or {@code -Dhz3.check.quarantine=64M}; they count
 * as cached.
 *
 * <p><b>Threads.</b> A platform thread has a heap of its own, so that most calls touch nothing that is shared. What a thread leaves behind
 * when it ends is taken over by others. Virtual threads, of which there may be a million, share a few heaps.
 *
 * <p><b>Limits.</b> {@code -Dhz3.mem.limit=512M} bounds what is held, {@code -Dhz3.mem.limit=direct} by the JVM's limit on direct memory;
 * past it a call throws an {@link OutOfMemoryError} that tells what is in use. Memory that was freed goes back to the system after half a
 * second ({@code hz3.purge.decay.ms}), by the calls of any thread and, when all are silent, by a daemon thread ({@code
 * -Dhz3.purge.thread=0} for none).
 *
 * <p>All methods may be called by any thread at any time. Sizes are in bytes, from 0 to the limit; a size below 0 is refused with an
 * {@link IllegalArgumentException}, and where there is no memory an {@code OutOfMemoryError} is thrown.
 */
public final class Hz3 {
    static {
        Failure.requireNativeAccess();
        Housekeeping.start();
    }

    private Hz3() {
    }

    /** A block of at least the size, with any contents, aligned to 16 bytes. */
    public static long allocate(long size) {
        if (Check.ON) {
            return Checked.allocate(size, Checked.LEAST_ALIGNMENT, false);
        }
        long address = Allocator.allocate(size, Tls.heap());
        return address != 0 ? address : Failure.noMemory(size);
    }

    /** A block whose bytes are 0, aligned to 16 bytes. */
    public static long allocateZeroed(long size) {
        if (Check.ON) {
            return Checked.allocate(size, Checked.LEAST_ALIGNMENT, true);
        }
        long address = Blocks.allocateZeroed(Tls.heap(), size);
        return address != 0 ? address : Failure.noMemory(size);
    }

    /** A block with any contents at an address that is a multiple of the alignment, a power of two. */
    public static long allocateAligned(long size, long alignment) {
        Failure.requireAlignment(alignment);
        if (Check.ON) {
            return Checked.allocate(size, alignment, false);
        }
        long address = Blocks.allocateAligned(Tls.heap(), alignment, size);
        return address != 0 ? address : Failure.noMemory(size);
    }

    /**
     * A block of the new size with the old one's contents as far as both reach, and nothing said of what is beyond; the old address is not
     * a block any more, unless it is the same. Address 0 allocates. If there is no memory the old block stays as it was.
     */
    public static long reallocate(long address, long size) {
        if (Check.ON) {
            return Checked.reallocate(address, size);
        }
        // A size of 0 would free it, as realloc may; here every block has an address.
        long resized = Blocks.reallocate(Tls.heap(), address, size == 0 ? 1 : size);
        return resized != 0 ? resized : Failure.noMemory(size);
    }

    /** Frees a block; address 0 does nothing. */
    public static void free(long address) {
        if (Check.ON) {
            Checked.free(address);
            return;
        }
        Allocator.free(address, Tls.heap());
    }

    /**
     * The same for who knows what size was asked for: a thread that allocates and frees blocks of the same up to 1024 bytes in turn has less
     * to wait for. The size is a hint. Any value is allowed, and with a wrong one the block is freed all the same.
     */
    public static void free(long address, long size) {
        if (Check.ON) {
            Checked.free(address);
            return;
        }
        Allocator.freeSized(address, size, Tls.heap());
    }

    /** Bytes of a block that may be used: at least what was asked for. */
    public static long usableSize(long address) {
        return Check.ON ? Checked.usableSize(address) : Blocks.usableSize(address);
    }

    /**
     * A block as a segment of exactly the size, with any contents, aligned to 16 bytes, to be freed by {@link #free(MemorySegment)}. Every
     * thread may use it, and nothing stops one that does so after it was freed.
     */
    public static MemorySegment allocateSegment(long size) {
        return Segments.of(allocate(size), size);
    }

    /** The same at a multiple of the alignment, a power of two. */
    public static MemorySegment allocateSegment(long size, long alignment) {
        return Segments.of(allocateAligned(size, alignment), size);
    }

    /** Frees a segment of {@link #allocateSegment}, or one that begins where such a one does. */
    public static void free(MemorySegment segment) {
        free(Segments.address(segment));
    }

    /** Allocates segments as {@link #allocateSegment(long, long)}, with any contents, each to be freed by {@link #free(MemorySegment)}. */
    public static SegmentAllocator segmentAllocator() {
        return Segments.UNZEROED;
    }

    /** A buffer of exactly the capacity, in the byte order of the machine, with any contents, to be freed by {@link #free(ByteBuffer)}. */
    public static ByteBuffer allocateBuffer(int capacity) {
        return allocateSegment(capacity).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /**
     * Frees a buffer of {@link #allocateBuffer}, whatever its position and limit; a slice or a duplicate that begins where it does will do.
     */
    public static void free(ByteBuffer buffer) {
        free(Segments.address(buffer));
    }

    /** An arena for the calling thread alone: as {@link Arena#ofConfined}, and its segments hold zeroes. */
    public static Arena ofConfined() {
        return new ConfinedArena(true);
    }

    /** The same, with any contents in its segments. */
    public static Arena ofConfinedUnzeroed() {
        return new ConfinedArena(false);
    }

    /**
     * An arena that every thread may use and close, and whose segments hold zeroes. Closing it does not stop the other threads for a
     * handshake, as closing an {@link Arena#ofShared} does, which costs some microseconds, unless more than 32 KiB were allocated in small
     * pieces or more than 2 MiB in all. The price: a segment may still be accessed for a while after its arena was closed, up to a second
     * (without {@code hz3.purge.thread} until {@link #trim}) or as long as one of the 64 arenas is open that were opened at the same time.
     * <b>What is guaranteed</b>: such an access finds what was there, or zeroes, or throws an {@link IllegalStateException}; the memory
     * goes to nobody else before every access is sure to throw. {@code -Dhz3.check=arenas} makes it throw at once.
     *
     * <p>{@link Arena#scope} is the arena's own and ends with its close, and so does all that is bound to it, such as a mapped file or a
     * cleanup action. Segments that were allocated before anybody asked for it may have another scope, which is as above.
     */
    public static Arena ofShared() {
        return SharedArena.open(true);
    }

    /** The same, with any contents in its segments. */
    public static Arena ofSharedUnzeroed() {
        return SharedArena.open(false);
    }

    /**
     * The calling thread's own allocator, for loops in which even the look-up of the thread's heap counts. It must be used by this thread
     * only. Throws {@link IllegalStateException} in a virtual thread, which has no heap.
     */
    public static LocalAllocator local() {
        return LocalAllocator.ofThread();
    }

    /** What the memory is used for at this moment. It looks at all of it, so it is not for every millisecond. */
    public static MemoryUse memoryUse() {
        return MemoryUse.now();
    }

    /**
     * Looks at all blocks for misuses that show by now: bytes written outside blocks that are in use, with {@code -Dhz3.check=bounds}, and
     * written after they were freed, with {@code poison}. Throws a {@link MemoryMisuseException} for one, with the others suppressed.
     * Without these checks it does nothing. It takes time by the number of blocks.
     */
    public static void checkAll() {
        if (Check.ON) {
            Checked.verifyAll();
        }
    }

    /**
     * The blocks that nobody has freed so far, by the stacks that allocated them, the most bytes first. With {@code -Dhz3.check=leaks}, or
     * a check that has to know of every block anyhow ({@code free}, {@code bounds}, {@code poison}); without, an empty list.
     */
    public static List<LiveBlocks> leaks() {
        if (Check.ON) {
            // Blocks of closed arenas are no leaks.
            ArenaGroup.expire();
            return Checked.held();
        }
        return List.of();
    }

    /** Gives back to the system what is free; busy threads give theirs at their next calls. Returns whether there was any. */
    public static boolean trim() {
        if (Check.ON) {
            Checked.flush();
        }
        ArenaGroup.expire();
        Library.forgetEndedThreads();
        return Lifecycle.trim(Tls.heap());
    }

    /**
     * Gives all memory back to the system but for some pages of tables, and every block with it. No other thread may be in a call of this
     * class or use a block, and none may afterwards: a later allocation throws an {@link IllegalStateException}. It is for a class loader that
     * goes, or a test at its end.
     */
    public static void close() {
        Housekeeping.close();
    }
}
