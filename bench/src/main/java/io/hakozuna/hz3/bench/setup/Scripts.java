package io.hakozuna.hz3.bench.setup;

import io.hakozuna.hz3.bench.process.Interrupted;
import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the repository's own scripts do for the bench. They say what they do on standard error. */
public final class Scripts {
    private Scripts() {
    }

    /** Installs the Debian packages of the peers and of the programs that rows run, where they are missing. */
    public static void installPackages(Path root) {
        if (run(root, "scripts/install_packages.sh", "bench") != 0) {
            throw new UsageError("not all packages could be installed; without --install, what is missing is left out");
        }
    }

    /** Brings a lane up to date, so that what is measured is what the sources say. */
    public static void buildLane(Path root, String lane) {
        Path lanes = root.resolve("lanes");
        if (!Files.isRegularFile(lanes.resolve(lane + ".lane"))) {
            throw new UsageError("unknown lane " + lane + "; the lanes are " + names(lanes));
        }
        if (run(root, "hz3", "build", lane) != 0) {
            throw new UsageError("lane " + lane + " could not be built; what is above says why");
        }
    }

    private static String names(Path lanes) {
        try (Stream<Path> files = Files.list(lanes)) {
            return files.map(file -> file.getFileName().toString().replace(".lane", "")).sorted().collect(Collectors.joining(", "));
        } catch (IOException e) {
            return "in " + lanes;
        }
    }

    private static int run(Path root, String script, String... arguments) {
        List<String> command = Stream.concat(Stream.of(root.resolve(script).toString()), Stream.of(arguments)).toList();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
            Process process = builder.start();
            process.getInputStream().transferTo(System.err);
            return process.waitFor();
        } catch (IOException e) {
            throw new UsageError("cannot run " + script + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted();
        }
    }
}
