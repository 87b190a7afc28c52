package io.hakozuna.hz3.bench.setup;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Says which version a shared object is: that of its Debian package, or else the first digits of the file's SHA-256. */
public final class Versions {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Versions() {
    }

    static String of(String file) {
        String version = Program.isInstalled("dpkg-query") ? packageVersion(file) : "";
        return version.isEmpty() ? digest(Path.of(file)) : version;
    }

    /** Empty if no package owns the file. dpkg may know it without the leading {@code /usr}. */
    private static String packageVersion(String file) {
        for (String name : List.of(file, file.replaceFirst("^/usr/", "/"))) {
            Program.Output owner = Program.run(List.of("dpkg-query", "-S", name), LIMIT);
            if (owner.exit() == 0) {
                String owned = owner.out().substring(0, owner.out().indexOf(": "));
                return Program.run(List.of("dpkg-query", "-W", "-f=${Version}", owned), LIMIT).out().strip();
            }
        }
        return "";
    }

    private static String digest(Path file) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return "sha256 " + HexFormat.of().formatHex(sha, 0, 5);
        } catch (IOException e) {
            throw new UsageError("cannot read " + file);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
