package io.hakozuna.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Four bytes of an input:
 * <pre>
 *   byte 0   kind and thread        byte 1   slot        bytes 2, 3   size: 8 bits and a shift; alignment, or which of several
 * </pre>
 */
record Call(Kind kind, int hand, int slot, long size, int detail) {
    static final int BYTES = 4;
    static final int SLOTS = 64;
    static final int LARGEST = 7_999_999;
    private static final int HANDS_SHIFT = 6;
    private static final int SHIFTS = 23;
    private static final int SMALL_SHIFTS = 14;

    enum Kind {
        ALLOCATE, ALLOCATE_ZEROED, ALLOCATE_ALIGNED, ALLOCATE_LOCAL, SEGMENT, ALIGNED_SEGMENT, SEGMENT_ALLOCATOR, BUFFER, REALLOCATE,
        FREE, FREE_LOCAL, LOOK, OPEN_ARENA, ALLOCATE_IN_ARENA, CLOSE_ARENA, LOOK_AT_CLOSED, END_THREAD, MEMORY_USE, TRIM, REFUSED, MISUSE
    }

    private static final Kind[] KINDS = Kind.values();
    private static final Pattern WRITTEN = Pattern.compile("("
        + Arrays.stream(KINDS).map(Kind::name).collect(Collectors.joining("|")) + ") [0-3] (\\d|[1-5]\\d|6[0-3]) [0-7]?\\d{1,6} \\d{1,3}");

    private static Call of(byte[] input, int at) {
        // Large ones take time, so they are rarer.
        int shift = (input[at + 2] & 31) % ((input[at + 2] & 192) == 0 ? SHIFTS : SMALL_SHIFTS);
        // Sizes near powers of two, or all over the range up to the next one.
        long step = (input[at + 2] & 32) == 0 ? 1 : Math.max(1, 1L << shift >> 7);
        long size = Math.clamp((1L << shift) + input[at + 3] * step, 0, LARGEST);
        return new Call(KINDS[(input[at] & 63) % KINDS.length], input[at] >> HANDS_SHIFT & 3, input[at + 1] & SLOTS - 1, size,
            input[at + 3] & 255);
    }

    /** One that was written down by {@link #toString}. */
    static Call of(String line) {
        if (!WRITTEN.matcher(line).matches()) {
            throw new IllegalArgumentException("no call: " + line);
        }
        String[] words = line.split(" ");
        return new Call(Kind.valueOf(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]),
            Integer.parseInt(words[4]));
    }

    /** All that an input has. Bytes that are no whole call are not looked at. */
    static List<Call> allOf(byte[] input) {
        return IntStream.range(0, input.length / BYTES).mapToObj(number -> of(input, number * BYTES)).toList();
    }

    @Override
    public String toString() {
        return String.join(" ", kind.name(), Integer.toString(hand), Integer.toString(slot), Long.toString(size), Integer.toString(detail));
    }

    /** From 1 to 64 KiB. */
    long alignment() {
        return 1L << detail % 17;
    }
}
