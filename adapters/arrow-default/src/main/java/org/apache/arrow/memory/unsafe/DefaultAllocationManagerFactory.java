package org.apache.arrow.memory.unsafe;

import io.hakozuna.hz3.arrow.Hz3AllocationManager;
import org.apache.arrow.memory.AllocationManager;

/**
 * What Apache Arrow uses where a program names no manager: hz3. Arrow knows of no services; it looks for a class of this name, or of two
 * others, and takes its {@code FACTORY}. {@code arrow-memory-unsafe} has a class of the same name, so this artifact is used in place of
 * that one, and in place of {@code arrow-memory-netty}, and not beside them: on the class path whichever comes first is taken, on the
 * module path the JVM refuses two.
 *
 * <p>A program that asks for one by {@code -Darrow.allocation.manager.type=Unsafe} or {@code Netty} gets that one, or an error, and not
 * hz3.
 */
public final class DefaultAllocationManagerFactory {
    /** Read by Arrow. */
    public static final AllocationManager.Factory FACTORY = Hz3AllocationManager.FACTORY;

    private DefaultAllocationManagerFactory() {
    }
}
