package io.hakozuna.hz3;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Shows hz3 to JMX clients. It needs the module {@code java.management}, which nothing else here does. */
public final class Management {
    /** The name in the platform's MBean server. */
    public static final String NAME = "io.hakozuna.hz3:type=Allocator";

    private Management() {
    }

    /** Registers the {@link Hz3MXBean} in the platform's MBean server; does nothing if it is registered. Any thread may call it. */
    public static void register() {
        try {
            server().registerMBean(new Bean(), name());
        } catch (InstanceAlreadyExistsException e) {
            // As wanted.
        } catch (JMException e) {
            throw new IllegalStateException("hz3 cannot be registered as " + NAME, e);
        }
    }

    /** Takes it out again; does nothing if it is not there. */
    public static void unregister() {
        try {
            server().unregisterMBean(name());
        } catch (InstanceNotFoundException e) {
            // As wanted.
        } catch (JMException e) {
            throw new IllegalStateException(NAME + " cannot be unregistered", e);
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static ObjectName name() throws JMException {
        return new ObjectName(NAME);
    }

    /** A client asks for one attribute after the other: those of the same moment come from one look. */
    private static final class Bean implements Hz3MXBean {
        private static final long MOMENT_NANOS = 100_000_000;

        private MemoryUse use;
        private long lookedAt;

        private synchronized MemoryUse use() {
            long now = System.nanoTime();
            if (use == null || now - lookedAt > MOMENT_NANOS) {
                use = MemoryUse.now();
                lookedAt = now;
            }
            return use;
        }

        @Override
        public long getInUse() {
            return use().inUse();
        }

        @Override
        public long getCached() {
            return use().cached();
        }

        @Override
        public long getRetained() {
            return use().retained();
        }

        @Override
        public long getResident() {
            return use().resident();
        }

        @Override
        public long getLimit() {
            return use().limit();
        }

        @Override
        public boolean trim() {
            return Hz3.trim();
        }
    }
}
