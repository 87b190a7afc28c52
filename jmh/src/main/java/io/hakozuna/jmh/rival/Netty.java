package io.hakozuna.jmh.rival;

import io.hakozuna.hz3.netty.Hz3ByteBufAllocator;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;

/**
 * Netty's allocators and ours for Netty, each one for all threads. On JDK 25 Netty uses no {@code sun.misc.Unsafe} unless it is told to;
 * names that end with {@code -unsafe} tell it to. That is decided once in a JVM, by the first of them that is made.
 */
final class Netty {
    private static final String UNSAFE = "-unsafe";
    private static final String NO_UNSAFE = "io.netty.noUnsafe";

    private Netty() {
    }

    static ByteBufAllocator allocator(String name) {
        boolean unsafe = name.endsWith(UNSAFE);
        if (System.getProperty(NO_UNSAFE) == null) {
            System.setProperty(NO_UNSAFE, Boolean.toString(!unsafe));
            // With it, and java.nio opened, buffers are made without a cleaner.
            System.setProperty("io.netty.tryReflectionSetAccessible", Boolean.toString(unsafe));
        }
        if (PlatformDependent.hasUnsafe() != unsafe) {
            throw new IllegalStateException(name + " needs a JVM of its own in which Netty " + (unsafe ? "may use" : "does not use")
                + " sun.misc.Unsafe: -f 1");
        }
        return switch (unsafe ? name.substring(0, name.length() - UNSAFE.length()) : name) {
            case "netty-hz3" -> Hz3ByteBufAllocator.DEFAULT;
            case "netty-pooled" -> PooledByteBufAllocator.DEFAULT;
            case "netty-adaptive" -> Adaptive.ALLOCATOR;
            case "netty-unpooled" -> UnpooledByteBufAllocator.DEFAULT;
            default -> throw new IllegalArgumentException("no rival " + name + " with buffers");
        };
    }

    /** Made when it is first used. */
    private static final class Adaptive {
        static final ByteBufAllocator ALLOCATOR = new AdaptiveByteBufAllocator(true);
    }
}
