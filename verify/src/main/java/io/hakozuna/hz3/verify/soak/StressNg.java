package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The allocating stressors of stress-ng on the lane. */
record StressNg(Workshop workshop) implements Part {
    private static final Path PROGRAM = Path.of("/usr/bin/stress-ng");
    private static final long OPERATIONS = 20_000;

    @Override
    public String name() {
        return "stress-ng";
    }

    @Override
    public String what() {
        return "its stressors malloc, with checks of what was written, and forking processes, on the lane";
    }

    @Override
    public String missing() {
        return Files.isExecutable(PROGRAM) ? null : "stress-ng is not installed; scripts/install_packages.sh test installs it";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        String operations = Long.toString(OPERATIONS * size);
        List<String> command = List.of(PROGRAM.toString(), "--malloc", "2", "--malloc-pthreads", "2", "--malloc-ops", operations,
            "--malloc-bytes", "64M", "--malloc-max", "4096", "--fork", "1", "--fork-ops", Long.toString(100L * size), "--verify", "--quiet");
        Run.Result result = workshop.onLane(command).run();
        return result.exit() == 0 ? Round.fine("operations", 2 * OPERATIONS * size) : workshop.failedOnLane(result);
    }
}
