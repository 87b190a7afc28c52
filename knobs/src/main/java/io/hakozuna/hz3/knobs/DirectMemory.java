package io.hakozuna.hz3.knobs;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The JVM's own limit on memory outside its heap. */
final class DirectMemory {
    private DirectMemory() {
    }

    /** {@code -XX:MaxDirectMemorySize} in bytes, which where it is not given is as much as the heap may grow to. */
    static long limit() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long limit = machine == null ? 0 : Long.parseLong(machine.getVMOption("MaxDirectMemorySize").getValue());
        return limit != 0 ? limit : Runtime.getRuntime().maxMemory();
    }
}
