package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.process.ProcessStatus;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program that runs to its end while its resident size is sampled, and that must be seen with the allocator's library mapped. */
final class Watched {
    private final Allocator allocator;
    private final String executable;
    private final Resident resident;
    private boolean seen;

    private Watched(Allocator allocator, String executable, Resident resident) {
        this.allocator = allocator;
        this.executable = executable;
        this.resident = resident;
    }

    /** The program that is started is the measured one. */
    static Watched program(Allocator allocator) {
        return new Watched(allocator, null, new Resident());
    }

    /** The measured one is a process, with this executable's name, that the started program starts; sizes are those of all of them. */
    static Watched child(Allocator allocator, String executable) {
        return new Watched(allocator, executable, Resident.ofTree());
    }

    Program.Output run(List<String> command, Map<String, String> environment, Duration limit) {
        Program.Output output = Program.run(command, environment, limit, this::tick);
        if (output.exit() == 0 && !seen) {
            throw new RunFailed((executable == null ? command.getFirst() : executable) + " runs without " + allocator.file());
        }
        return output;
    }

    List<Integer> residentKib() {
        return resident.kib();
    }

    private void tick(long pid) {
        resident.tick(pid);
        seen = seen || (executable == null ? isIn(pid, allocator)
            : ProcessStatus.tree(pid).anyMatch(child -> ProcessStatus.executable(child).equals(executable) && isIn(child, allocator)));
    }

    static boolean isIn(long pid, Allocator allocator) {
        return ProcessStatus.maps(pid, allocator::isFile);
    }
}
