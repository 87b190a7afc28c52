package io.hakozuna.hz3.verify.soak;

import java.util.List;
import java.util.Map;

/** All parts, in the order of a round. */
final class Parts {
    private Parts() {
    }

    static List<Part> of(String lane) {
        Workshop workshop = new Workshop(lane);
        return List.of(
            new NativeModel(workshop),
            new CoreModel(workshop),
            new Schedules(workshop),
            new DroppedChecks(workshop),
            new Clients(workshop, "system call faults", "mmap, munmap, madvise, mremap and mprotect fail now and then, with threads at work",
                Map.of("runs", 1L), "faults", "all", "SEED", "20", "4"),
            new Clients(workshop, "fork storm", "processes fork while threads allocate, and the children allocate, free and fork",
                Map.of("runs", 1L), "fork_storm", "storm"),
            new Clients(workshop, "process exits", "processes end in five ways at random points while their threads allocate",
                Map.of("exits", 50L), "process_exit", "SEED", "50"),
            new StressNg(workshop),
            new Sanitized(lane),
            new NativeFuzz(lane),
            new LibraryFuzz(workshop, lane),
            new Jcstress());
    }
}
