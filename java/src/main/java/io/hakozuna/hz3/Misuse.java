package io.hakozuna.hz3;

import java.io.PrintStream;
import java.util.List;

/** What is said of misuses. */
final class Misuse {
    /** Of one stack at the exit. */
    private static final int MOST_FRAMES = 16;

    private Misuse() {
    }

    /** A block was freed before the call; or an address was one once, which now may lie in another block. */
    static MemoryMisuseException freed(String call, BlockRecord block, BlockRecord around) {
        String what = call.equals(Checked.FREE) ? "double free of " : call + " after the free of ";
        String now = around == null ? "" : "; now the address lies " + position(block.address, around);
        return of(block, what + name(block) + places(block) + now);
    }

    /** An address that is no block, near which there is one or, if null, none. */
    static MemoryMisuseException noBlock(String call, long address, BlockRecord around) {
        String line = call + " of " + hex(address) + ", which is no block";
        if (around == null) {
            return new MemoryMisuseException("hz3: " + line + " of hz3", address, null);
        }
        return of(around, line + ": it lies " + position(address, around));
    }

    /** In a range at an offset of a block there are other bytes than the value, at the first index and perhaps behind it. */
    static MemoryMisuseException written(BlockRecord block, long offset, long bytes, byte value, long first, String where, String foundBy) {
        long last = Pattern.lastOther(block.address + offset, bytes, value, first);
        String byteNow = "0x%02x".formatted(Pattern.at(block.address + offset, first));
        String offsets = first == last ? "offset " + (offset + first) : "offsets " + (offset + first) + " to " + (offset + last);
        return of(block, "a write " + where + " " + name(block) + ": at " + offsets + ", where there is " + byteNow
            + " now, found by " + foundBy + places(block));
    }

    private static MemoryMisuseException of(BlockRecord block, String line) {
        MemoryMisuseException misuse = new MemoryMisuseException("hz3: " + line, block.address,
            Place.throwable(block.allocated, "allocated by the thread " + block.allocatedBy));
        if (block.freedBy() != null) {
            misuse.addSuppressed(Place.throwable(block.freed(), "freed first by the thread " + block.freedBy()));
        }
        if (block.opened != null) {
            misuse.addSuppressed(Place.throwable(block.opened, "the arena was opened"));
        }
        return misuse;
    }

    private static String position(long address, BlockRecord block) {
        long offset = address - block.address;
        String where = offset < 0 ? bytes(-offset) + " before "
            : offset < block.size ? bytes(offset) + " into " : bytes(offset - block.size) + " past the end of ";
        return where + name(block) + places(block);
    }

    private static String name(BlockRecord block) {
        return "a block of " + bytes(block.size) + " at " + hex(block.address);
    }

    private static String places(BlockRecord block) {
        return "; allocated at " + Place.text(block.allocated)
            + (block.opened == null ? "" : ", of an arena opened at " + Place.text(block.opened))
            + (block.freedBy() == null ? "" : ", freed first at " + Place.text(block.freed()));
    }

    static String bytes(long bytes) {
        return bytes == 1 ? "1 byte" : bytes + " bytes";
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    /** One of all, with the others suppressed, or null. */
    static MemoryMisuseException join(MemoryMisuseException first, MemoryMisuseException next) {
        if (first == null) {
            return next;
        }
        if (next != null) {
            first.addSuppressed(next);
        }
        return first;
    }

    /** For where there is nobody to throw it to. */
    static void print(MemoryMisuseException misuse, PrintStream out) {
        StringBuilder text = new StringBuilder();
        append(text, misuse);
        out.print(text);
    }

    private static void append(StringBuilder text, MemoryMisuseException misuse) {
        text.append(misuse.getMessage()).append('\n');
        append(text, misuse.getCause());
        for (Throwable other : misuse.getSuppressed()) {
            append(text, other);
        }
    }

    private static void append(StringBuilder text, Throwable part) {
        if (part instanceof MemoryMisuseException misuse) {
            append(text, misuse);
        } else if (part != null) {
            text.append("hz3:   ").append(part.getMessage()).append('\n');
            append(text, List.of(part.getStackTrace()), MOST_FRAMES);
        }
    }

    static void append(StringBuilder text, List<StackTraceElement> stack, int most) {
        stack.stream().limit(most).forEach(frame -> text.append("hz3:       at ").append(frame).append('\n'));
        if (stack.size() > most) {
            text.append("hz3:       ... ").append(stack.size() - most).append(" more\n");
        }
    }
}
