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

    private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;

    public TemporaryFolder() throws IOException {
        path = Files.createTempDirectory(PREFIX);
        OPEN.add(this);
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
