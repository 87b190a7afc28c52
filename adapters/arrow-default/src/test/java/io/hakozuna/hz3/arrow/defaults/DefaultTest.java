package io.hakozuna.hz3.arrow.defaults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.hakozuna.hz3.arrow.Hz3AllocationManager;
import io.hakozuna.hz3.arrow.Hz3Arrow;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.BufferLedger;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Runs on the module path and on the class path. */
class DefaultTest {
    @Test
    void runsWhereItIsMeantTo() {
        assertEquals(Boolean.getBoolean("modulePath"), DefaultTest.class.getModule().isNamed());
        assertEquals(Boolean.getBoolean("modulePath"), RootAllocator.class.getModule().isNamed());
    }

    @Test
    void allocatorsOfAProgramThatNamesNoManagerUseHz3() {
        try (RootAllocator root = new RootAllocator(1 << 20); BufferAllocator child = root.newChildAllocator("child", 0, 1 << 20);
            ArrowBuf buffer = child.buffer(5000)) {
            assertInstanceOf(Hz3AllocationManager.class, manager(buffer));
            assertSame(Hz3AllocationManager.FACTORY.empty(), root.getEmpty());
            // A program that was not changed rounds as it did.
            assertEquals(8192, buffer.capacity());
        }
    }

    @Test
    void aProgramMayStillAskForIt() {
        try (RootAllocator root = Hz3Arrow.rootAllocator(1 << 20); ArrowBuf buffer = root.buffer(5000)) {
            assertInstanceOf(Hz3AllocationManager.class, manager(buffer));
            assertEquals(5120, buffer.capacity());
        }
    }

    private static AllocationManager manager(ArrowBuf buffer) {
        return ((BufferLedger) buffer.getReferenceManager()).getAllocationManager();
    }
}
