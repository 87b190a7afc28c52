package io.hakozuna.fuzz;

import java.util.Map;
import java.util.TreeMap;

/** Which addresses are whose: no two pieces may have one in common. */
final class LiveRanges {
    private record Range(long end, Piece piece) {
    }

    private final TreeMap<Long, Range> byAddress = new TreeMap<>();

    /** A piece that was handed out with so many bytes. One of a closed arena has to give way only when every access to it throws. */
    void add(Piece piece, long size) {
        // One without bytes has an address of its own as well.
        long end = piece.address() + Math.max(size, 1);
        Map.Entry<Long, Range> before = byAddress.lowerEntry(end);
        while (before != null && before.getValue().end > piece.address()) {
            Piece other = before.getValue().piece;
            Finding.unless(!other.bytes().scope().isAlive(), piece.bytes() + " overlaps " + other.bytes());
            byAddress.remove(before.getKey());
            before = byAddress.lowerEntry(end);
        }
        byAddress.put(piece.address(), new Range(end, piece));
    }

    void remove(Piece piece) {
        byAddress.remove(piece.address());
    }
}
