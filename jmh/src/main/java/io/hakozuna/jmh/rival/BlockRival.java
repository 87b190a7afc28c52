package io.hakozuna.jmh.rival;

import io.netty.buffer.ByteBufAllocator;

/** Blocks that are objects: segments and buffers. */
public interface BlockRival {
    /** A block of at least 8 bytes that has been touched, see {@link Touch}. Returns what is to be freed. */
    Object allocate(int size);

    /** Does nothing for a rival whose blocks the garbage collector frees. */
    void free(Object block);

    /** Only the class that is asked for is loaded. */
    static BlockRival segments(String name) {
        return name.equals("hz3") ? new Hz3Segments() : new ArenaSegments(ArenaRival.named(name));
    }

    /** All but the two named here are those of {@link Netty#allocator}. Only the class that is asked for is loaded. */
    static BlockRival buffers(String name) {
        return switch (name) {
            case "hz3" -> new Hz3Buffers();
            case "jdk-direct" -> new DirectBuffers();
            default -> netty(Netty.allocator(name));
        };
    }

    private static BlockRival netty(ByteBufAllocator allocator) {
        return new NettyBuffers(allocator);
    }
}
