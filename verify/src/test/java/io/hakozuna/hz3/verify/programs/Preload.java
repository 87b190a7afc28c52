package io.hakozuna.hz3.verify.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Proof that a lane was in the processes of a program: the shared object is read off their memory maps while they run. */
final class Preload {
    private static final long LOOK_EVERY_MILLIS = 10;

    private Preload() {
    }

    /**
     * Runs a program under a lane, or under {@code "glibc"}, to its end with exit code 0. Fails if no process that executed a file
     * of one of the given names (as {@code /proc/PID/exe} has it) was seen with the lane in.
     */
    static Run.Result run(Run run, String lane, String... executables) throws IOException, InterruptedException {
        if (lane.equals("glibc")) {
            return run.run().ok();
        }
        Path library = Run.library(lane).toRealPath();
        Set<String> unseen = ConcurrentHashMap.newKeySet();
        unseen.addAll(Set.of(executables));
        Thread watch = Thread.ofPlatform().name("watch " + lane).start(() -> watch(library, unseen));
        Run.Result result;
        try {
            result = run.under(library).run().ok();
        } finally {
            watch.interrupt();
            watch.join();
        }
        assertTrue(unseen.isEmpty(), () -> unseen + " ran without " + library + ", or too briefly to be seen\n" + result.describe());
        return result;
    }

    /** Fails unless a running program and all processes that it started have the library in. */
    static void assertIn(ProcessHandle program, Path library) {
        assertTrue(isIn(program, library), () -> executable(program) + " runs without " + library);
        program.descendants().forEach(child ->
            assertTrue(isIn(child, library) || executable(child).isEmpty(), () -> "a child runs without " + library));
    }

    private static void watch(Path library, Set<String> unseen) {
        try {
            while (!unseen.isEmpty()) {
                ProcessHandle.current().descendants()
                    .filter(process -> unseen.contains(executable(process)) && isIn(process, library))
                    .forEach(process -> unseen.remove(executable(process)));
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException programEnded) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isIn(ProcessHandle process, Path library) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/maps")).contains(library.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    /** The name of the file that the process executes, or nothing if it has ended. */
    private static String executable(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/exe")).getFileName().toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
