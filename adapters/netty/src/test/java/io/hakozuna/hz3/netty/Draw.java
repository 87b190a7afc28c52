package io.hakozuna.hz3.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** The arguments of one random operation: the same for each buffer that it is done to, since they come from one seed. */
final class Draw {
    private final SplittableRandom random;
    /** Bytes that every buffer has, and whose contents are the same. */
    private final int known;

    Draw(long seed, int known) {
        this.random = new SplittableRandom(seed);
        this.known = known;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int number() {
        return random.nextInt();
    }

    long longNumber() {
        return random.nextLong();
    }

    boolean coin() {
        return random.nextBoolean();
    }

    /** Where a value of so many bytes may be; now and then where it may not. */
    int index(int bytes) {
        if (below(40) == 0) {
            return coin() ? -1 - below(4) : Integer.MAX_VALUE - below(4);
        }
        return known < bytes ? Integer.MAX_VALUE : below(known - bytes + 1);
    }

    /** So many bytes that a range of them can be in the buffer. */
    int length() {
        int most = Math.min(known, coin() ? 20 : 3000);
        return below(most + 1);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A buffer of the Java heap, or a direct one, with the bytes between others. */
    ByteBuffer nio(byte[] bytes) {
        int before = below(9);
        ByteBuffer nio = coin() ? ByteBuffer.allocate(before + bytes.length + 3) : ByteBuffer.allocateDirect(before + bytes.length + 3);
        nio.position(before).limit(before + bytes.length);
        nio.put(nio.position(), bytes);
        return nio;
    }

    /** A buffer of any kind that has the bytes between its indices; the caller releases it. */
    ByteBuf buffer(byte[] bytes) {
        int before = below(9);
        ByteBuf buffer = Kinds.ALL.get(below(Kinds.ALL.size())).make(before + bytes.length + 3);
        buffer.setIndex(before, before);
        return buffer.writeBytes(bytes);
    }
}
