package io.hakozuna.hz3;

import io.hakozuna.hz3.sys.Library;
import java.lang.foreign.MemorySegment;

/** What a call that cannot be served throws; apart, so that the calls stay small. */
final class Failure {
    private Failure() {
    }

    /** Never returns: says why a block of the size could not be had. */
    static long noMemory(long size) {
        requireSize(size);
        if (Library.isClosed()) {
            throw closed();
        }
        MemoryUse use = MemoryUse.now();
        String limit = use.limit() == 0 ? "no limit is set, so the system has no more" : "the limit is " + use.limit() + " (-Dhz3.mem.limit)";
        throw new OutOfMemoryError("hz3: no memory for " + size + " bytes: " + limit + "; in use " + use.inUse() + ", cached " + use.cached()
            + ", retained " + use.retained() + ", resident " + use.resident());
    }

    /** The JVM warns by itself where it only warns. */
    static void requireNativeAccess() {
        try {
            MemorySegment.NULL.reinterpret(1);
        } catch (IllegalCallerException e) {
            String module = Hz3.class.getModule().isNamed() ? Hz3.class.getModule().getName() : "ALL-UNNAMED";
            throw new IllegalStateException("hz3 works on memory outside the Java heap, which this JVM forbids: run it with --enable-native-access="
                + module, e);
        }
    }

    static IllegalStateException closed() {
        return new IllegalStateException("hz3 is closed");
    }

    static void requireAlignment(long alignment) {
        if (alignment <= 0 || (alignment & alignment - 1) != 0) {
            throw new IllegalArgumentException("an alignment of " + alignment + ": it must be a power of two");
        }
    }

    static void requireSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a size of " + size + " bytes: it must not be below 0");
        }
    }
}
