package io.hakozuna.jmh.report;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.setup.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where the figures were taken, in a line: the machine and its JVM. */
public final class Host {
    private Host() {
    }

    public static String describe(Path root) {
        return Machine.here(root).describe() + " | pages of " + pageSize() + " bytes | JDK "
            + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name") + " of "
            + System.getProperty("java.vendor");
    }

    private static String pageSize() {
        if (!Program.isInstalled("getconf")) {
            return "?";
        }
        return Program.run(List.of("getconf", "PAGESIZE"), Duration.ofSeconds(20)).out().strip();
    }
}
