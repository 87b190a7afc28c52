package io.hakozuna.hz3.bench.setup;

import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A library that serves malloc: hz3's lane, or a peer.
 *
 * @param name    the label in tables
 * @param file    the shared object
 * @param preload whether it is preloaded, or (glibc) there anyway
 * @param version the package's version, or a digest of the file
 */
public record Allocator(String name, String file, boolean preload, String version) {
    private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu");
    /** TBB's proxy only has the names; what they do is in a library beside it. */
    private static final String TBB_PROXY = "libtbbmalloc_proxy.so.2";
    private static final String TBB_CORE = "libtbbmalloc.so.2";

    /** The peers known by name, each with the file names it may have, the preferred one first. */
    private enum Known {
        GLIBC("libc.so.6"),
        JEMALLOC("libjemalloc.so.2"),
        MIMALLOC("libmimalloc.so.3", "libmimalloc.so.2", "libmimalloc.so.2.0"),
        TCMALLOC("libtcmalloc_minimal.so.4"),
        TBBMALLOC(TBB_PROXY);

        private final List<String> files;

        Known(String... files) {
            this.files = List.of(files);
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        private List<Allocator> found() {
            return files.stream().map(LIBRARIES::resolve).filter(Files::isRegularFile).limit(1)
                .map(file -> of(label(), file, this != GLIBC)).toList();
        }
    }

    /** The lane's shared object in the repository's root. */
    public static Allocator lane(Path root, String lane) {
        Path file = root.resolve("libhakozuna_hz3_" + lane + ".so");
        if (!Files.isRegularFile(file)) {
            throw new UsageError(file + " is missing; build it with: make all_ldpreload_" + lane);
        }
        return of("hz3", file, true);
    }

    /** A known name or the path of a shared object; the label of a path is its file name without {@code lib} and {@code .so}. */
    public static Allocator named(String nameOrPath) {
        for (Known known : Known.values()) {
            if (known.label().equals(nameOrPath)) {
                return known.found().stream().findFirst().orElseThrow(() -> new UsageError(nameOrPath
                    + " is not installed: no " + known.files.getFirst() + " in " + LIBRARIES + "; --install brings it"));
            }
        }
        Path file = Path.of(nameOrPath);
        if (!Files.isRegularFile(file)) {
            throw new UsageError("no such allocator: " + nameOrPath + " (neither a file nor one of " + knownNames() + ")");
        }
        return of(label(file), file, true);
    }

    /** Every known peer that this machine has. */
    public static List<Allocator> installed() {
        List<Allocator> all = new ArrayList<>();
        for (Known known : Known.values()) {
            all.addAll(known.found());
        }
        return all;
    }

    public static String knownNames() {
        return Stream.of(Known.values()).map(Known::label).collect(Collectors.joining(", "));
    }

    public static String label(Path file) {
        return file.getFileName().toString().replaceFirst("^lib(hakozuna_)?", "").replaceFirst("\\.so(\\.[0-9.]+)?$", "");
    }

    /** The same library under another label. */
    public Allocator as(String label) {
        return new Allocator(label, file, preload, version);
    }

    /** Whether the file is gone or another version. */
    public boolean hasChanged() {
        return !Files.isRegularFile(Path.of(file)) || !Versions.of(file).equals(version);
    }

    /** The environment that makes a program use it. An empty value preloads nothing. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", preload ? file : "");
    }

    /** Whether the given path, as the loader or callgrind names it, is this library or a part of it. */
    public boolean isFile(String path) {
        Path own = Path.of(file);
        return isSame(path, own) || file.endsWith(TBB_PROXY) && isSame(path, own.resolveSibling(TBB_CORE));
    }

    private static boolean isSame(String path, Path file) {
        try {
            return Files.isSameFile(Path.of(path), file);
        } catch (IOException e) {
            return false;
        }
    }

    private static Allocator of(String name, Path file, boolean preload) {
        String path = file.toAbsolutePath().normalize().toString();
        return new Allocator(name, path, preload, Versions.of(path));
    }
}
