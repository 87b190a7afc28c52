package io.hakozuna.hz3.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A private folder. It is deleted when it is closed, or at this process's end once the programs that may write to it have ended. */
public final class TemporaryFolder implements AutoCloseable {
    /** What the names of this process's folders begin with. */
    public static final String PREFIX = "hz3-bench-" + ProcessHandle.current().pid() + "-";

    /** More than the closing lines of any workload. */
    private static final int NEEDED = 1 << 14;
    private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;

    public TemporaryFolder() {
        try {
            path = Files.createTempDirectory(PREFIX);
        } catch (IOException e) {
            throw noSpace(usual(), e);
        }
        OPEN.add(this);
    }

    /** A file for a program's output, which is deleted at this process's end at the latest. */
    static Path file(String ending) {
        try {
            Path file = Files.createTempFile("hz3-bench", "." + ending);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw noSpace(usual(), e);
        }
    }

    /** Throws if nothing can be written where temporary files are: a program that fails then is not to blame. */
    public static void requireSpace() {
        requireSpace(usual());
    }

    static void requireSpace(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "hz3-bench", ".space");
            try {
                Files.write(file, new byte[NEEDED]);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw noSpace(folder, e);
        }
    }

    private static Path usual() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static UsageError noSpace(Path folder, IOException error) {
        return new UsageError("no space in " + folder + " (" + error.getMessage() + "); TMPDIR names another folder");
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete();
        OPEN.remove(this);
    }

    static void deleteAll() {
        for (TemporaryFolder folder : OPEN) {
            try {
                folder.delete();
            } catch (IOException e) {
                System.err.println("bench: cannot delete " + folder.path + ": " + e.getMessage());
            }
        }
    }

    private synchronized void delete() throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Deleted before.
        }
    }
}
