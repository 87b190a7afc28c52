package io.hakozuna.hz3.bench.setup;

import io.hakozuna.hz3.bench.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and on what the figures were taken.
 *
 * @param cpu    the processor's name
 * @param cpus   how many of them there are
 * @param memory the machine's memory in MiB
 * @param kernel the kernel's release
 * @param thp    the mode of transparent huge pages
 * @param load   the load average of the last minute at the start: others may share the machine
 * @param git    the revision of the working tree
 * @param date   when the bench started
 */
public record Machine(String cpu, int cpus, long memory, String kernel, String thp, String load, String git, String date) {
    public static Machine here(Path root) {
        return new Machine(field("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(),
            Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ")[0]) / 1024,
            System.getProperty("os.version"),
            read("/sys/kernel/mm/transparent_hugepage/enabled").replaceFirst("(?s).*\\[(\\w+)].*", "$1"),
            read("/proc/loadavg").split(" ")[0], revision(root), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    public String describe() {
        return String.format("%s, %d CPUs, %d MiB | Linux %s, THP %s | git %s | %s, load %s",
            cpu, cpus, memory, kernel, thp, git, date, load);
    }

    /** Takes no lock in the repository, since others may be working in it. */
    private static String revision(Path root) {
        if (!Program.isInstalled("git")) {
            return "none";
        }
        Program.Output output = Program.run(List.of("git", "--no-optional-locks", "-C", root.toString(),
            "describe", "--always", "--dirty", "--abbrev=10"), Duration.ofSeconds(20));
        return output.exit() == 0 ? output.out().strip() : "none";
    }

    private static String field(String file, String name) {
        return read(file).lines().filter(line -> line.startsWith(name)).findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("0");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "?";
        }
    }
}
