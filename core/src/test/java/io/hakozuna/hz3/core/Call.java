package io.hakozuna.hz3.core;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A call of the allocator as data. It means something whatever came before it: an allocation takes the place of what is in its slot, and
 * what finds its slot empty does nothing. So any part of a list of calls is such a list as well, and a list that fails can be made
 * shorter. As text it is what the native model reads: the thread, here always 0, the kind, the slot, the size and the alignment.
 */
record Call(Kind kind, int slot, long size, long alignment) {
    /** Each with the number of words of its text. */
    enum Kind {
        MALLOC(4), CALLOC(4), ALIGNED(5), REALLOC(4), FREE(3), TRIM(2);

        private final int words;

        Kind(int words) {
            this.words = words;
        }
    }

    private static final int TRIM_ONCE_IN = 5000;

    /** Sizes of all magnitudes, small ones most often. */
    static Call random(SplittableRandom random, int slots) {
        int slot = random.nextInt(slots);
        long size = size(random);
        if (random.nextInt(TRIM_ONCE_IN) == 0) {
            return new Call(Kind.TRIM, 0, 0, 0);
        }
        int choice = random.nextInt(100);
        if (choice < 30) {
            return new Call(Kind.FREE, slot, 0, 0);
        }
        if (choice < 40) {
            return new Call(Kind.REALLOC, slot, size, 0);
        }
        int kind = random.nextInt(10);
        long alignment = 16L << random.nextInt(18);
        return kind == 0 ? new Call(Kind.ALIGNED, slot, size, alignment) : new Call(kind <= 2 ? Kind.CALLOC : Kind.MALLOC, slot, size, 0);
    }

    private static long size(SplittableRandom random) {
        int bits = switch (random.nextInt(20)) {
            case 0 -> 23;
            case 1, 2 -> 20;
            case 3, 4, 5, 6 -> 15;
            case 7, 8, 9, 10, 11, 12 -> 11;
            default -> 8;
        };
        return random.nextLong(1L << random.nextInt(1, bits + 1));
    }

    static Stream<Call> sequence(long seed, int slots) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> random(random, slots));
    }

    static Call parse(String line) {
        String[] words = line.split(" ");
        Kind kind = Kind.valueOf(words[1].toUpperCase(Locale.ROOT));
        if (words.length != kind.words) {
            throw new IllegalArgumentException("no call: " + line);
        }
        return new Call(kind, kind.words > 2 ? Integer.parseInt(words[2]) : 0, kind.words > 3 ? Long.parseLong(words[3]) : 0,
            kind.words > 4 ? Long.parseLong(words[4]) : 0);
    }

    @Override
    public String toString() {
        String name = "0 " + kind.name().toLowerCase(Locale.ROOT);
        return switch (kind.words) {
            case 2 -> name;
            case 3 -> name + " " + slot;
            case 4 -> name + " " + slot + " " + size;
            default -> name + " " + slot + " " + size + " " + alignment;
        };
    }
}
