package io.hakozuna.fuzz;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * Memory that the library has handed out, filled with bytes that nobody may change.
 *
 * @param bytes what it is accessed through
 * @param form  how it is freed; null in an arena
 * @param mark  where in the random bytes its own begin
 */
record Piece(MemorySegment bytes, Form form, int mark) {
    enum Form { RAW, SEGMENT, BUFFER }

    private static final int MARKS = 1 << 16;
    private static final MemorySegment RANDOM = random();
    private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[Call.LARGEST]);
    /** Of a piece of a closed arena. */
    private static final long LOOKED_AT = 4096;

    private static MemorySegment random() {
        byte[] bytes = new byte[Call.LARGEST + MARKS];
        new SplittableRandom(1).nextBytes(bytes);
        return MemorySegment.ofArray(bytes);
    }

    static MemorySegment raw(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    /** Filled with the bytes that a number chooses. */
    static Piece filled(MemorySegment bytes, Form form, int number) {
        Piece piece = new Piece(bytes, form, Math.floorMod(number * 0x9e3779b9, MARKS));
        bytes.copyFrom(piece.expected(bytes.byteSize()));
        return piece;
    }

    static void requireZeroes(MemorySegment bytes) {
        long other = bytes.mismatch(ZEROES.asSlice(0, bytes.byteSize()));
        Finding.unless(other < 0, "not zero at offset " + other + " of " + bytes);
    }

    long address() {
        return bytes.address();
    }

    long size() {
        return bytes.byteSize();
    }

    private MemorySegment expected(long size) {
        return RANDOM.asSlice(mark, size);
    }

    void check() {
        requireKept(bytes, size());
    }

    /** That these bytes begin with the piece's. */
    void requireKept(MemorySegment now, long size) {
        long other = now.asSlice(0, size).mismatch(expected(size));
        Finding.unless(other < 0, "other bytes than were written at offset " + other + " of " + now);
    }

    /** That each byte is what was written, or zero. Throws what an access throws. */
    void checkClosed() {
        for (long i = 0; i < Math.min(size(), LOOKED_AT); i++) {
            byte now = bytes.get(ValueLayout.JAVA_BYTE, i);
            Finding.unless(now == 0 || now == RANDOM.get(ValueLayout.JAVA_BYTE, mark + i), "somebody else's bytes at offset " + i
                + " of a closed arena's " + bytes);
        }
    }
}
