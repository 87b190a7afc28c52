package io.hakozuna.hz3.bench.process;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs that run now. When this process ends they are asked to end too, killed with all that they started if they do not, and
 * only then their folders are deleted; from that moment on nothing starts any more.
 */
final class Running {
    private static final int PATIENCE_MS = 2_000;
    private static final Set<Process> PROCESSES = ConcurrentHashMap.newKeySet();

    private static boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Running::endAll));
    }

    private Running() {
    }

    static Process start(ProcessBuilder builder) throws IOException {
        synchronized (PROCESSES) {
            requireGoingOn();
            Process process = builder.start();
            PROCESSES.add(process);
            return process;
        }
    }

    static void requireGoingOn() {
        synchronized (PROCESSES) {
            if (ending) {
                throw new Interrupted();
            }
        }
    }

    /** Kills the program and all that it started if it still runs. */
    static void end(Process process) {
        if (process.isAlive()) {
            List<ProcessHandle> tree = tree(process).toList();
            tree.forEach(ProcessHandle::destroyForcibly);
            await(tree);
        }
        PROCESSES.remove(process);
    }

    private static void endAll() {
        synchronized (PROCESSES) {
            ending = true;
        }
        List<ProcessHandle> roots = PROCESSES.stream().map(Process::toHandle).toList();
        List<ProcessHandle> all = PROCESSES.stream().flatMap(Running::tree).toList();
        roots.forEach(ProcessHandle::destroy);
        await(roots);
        all.forEach(ProcessHandle::destroyForcibly);
        await(all);
        TemporaryFolder.deleteAll();
    }

    private static Stream<ProcessHandle> tree(Process process) {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()));
    }

    private static void await(List<ProcessHandle> processes) {
        CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
            .completeOnTimeout(null, PATIENCE_MS, TimeUnit.MILLISECONDS).join();
    }
}
