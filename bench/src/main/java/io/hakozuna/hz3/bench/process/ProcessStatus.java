package io.hakozuna.hz3.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the system tells of running processes; of one that has ended, nothing. */
public final class ProcessStatus {
    private ProcessStatus() {
    }

    /** A figure of {@code /proc/PID/status} in KiB, such as {@code VmHWM} or {@code RssAnon}; 0 if the process is gone. */
    public static long kib(long pid, String field) {
        try {
            return Files.readAllLines(file(pid, "status")).stream().filter(line -> line.startsWith(field + ":")).findFirst()
                .map(line -> Long.parseLong(line.substring(field.length() + 1).replace("kB", "").strip())).orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The process and all that it started. */
    public static LongStream tree(long pid) {
        return ProcessHandle.of(pid).map(root -> Stream.concat(Stream.of(root), root.descendants()).mapToLong(ProcessHandle::pid))
            .orElse(LongStream.empty());
    }

    /** The name of the file that the process executes, or nothing. */
    public static String executable(long pid) {
        try {
            return Files.readSymbolicLink(file(pid, "exe")).getFileName().toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether the process has a file mapped of which this holds. */
    public static boolean maps(long pid, Predicate<String> isWanted) {
        try (Stream<String> lines = Files.lines(file(pid, "maps"))) {
            return lines.filter(line -> line.indexOf('/') >= 0).map(line -> line.substring(line.indexOf('/'))).distinct()
                .anyMatch(isWanted);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
