package io.hakozuna.hz3.knobs;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The JVM's own limit on memory outside its heap. */
final class DirectMemory {
    private DirectMemory() {
    }

    /** {@code -XX:MaxDirectMemorySize} in bytes, which where it is not given is as much as the heap may grow to. */
    static long limit() {
        try {
            return ask();
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException("-D" + Knob.MEM_LIMIT.property() + "=direct asks the JVM by modules that are not there; add"
                + " --add-modules java.management,jdk.management or give a number of bytes");
        }
    }

    private static long ask() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long limit = machine == null ? 0 : Long.parseLong(machine.getVMOption("MaxDirectMemorySize").getValue());
        return limit != 0 ? limit : Runtime.getRuntime().maxMemory();
    }
}
