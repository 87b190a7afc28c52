package io.hakozuna.hz3;

/**
 * A misuse of memory that {@code -Dhz3.check} has found: a block freed twice, an address that is no block, bytes written outside a block or
 * after it was freed. The message is one line with what is wrong, where the block lies, its size, and where it was allocated and freed. The
 * cause has the stack of the allocation; suppressed are the stack of the first free, and that of the opening of the block's arena, where
 * there are such.
 *
 * <p>The program can go on. A block that was written to past its bounds and is freed is freed, but its memory is not used again; all other
 * calls that throw for the block that they were given have changed nothing. A write after a free shows later, when another call needs the
 * room that freed blocks are kept in: then {@code free} and {@code reallocate} have done their own work nevertheless, and an allocation has
 * not. It is reported once, and that memory is not used again either.
 */
public final class MemoryMisuseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long address;

    MemoryMisuseException(String line, long address, Throwable allocated) {
        super(line, allocated);
        this.address = address;
    }

    /** The address of the block that was misused; if there is none, the address that was taken for one. */
    public long address() {
        return address;
    }
}
