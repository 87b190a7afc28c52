package io.hakozuna.hz3.verify.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * git imports, clones, repacks and checks a repository and shows its history with the same results under every lane as under glibc:
 * one repository of some thousand objects made up here, and this project's own. Packs themselves are not compared, since their
 * deltas depend on the timing of the threads that look for them; all objects in them are.
 */
final class GitTest {
    private static final int COMMITS = 400;
    private static final int FILES = 60;
    private static final int LINES = 120;

    @TempDir
    private static Path shared;

    private static final Comparison MADE_UP = new Comparison((lane, directory) -> {
        git(lane, directory, "init", "-q", "--bare", "source");
        Path source = directory.resolve("source");
        String imported = run(lane, command(source, "fast-import", "--quiet").reading(history())).printed();
        return imported + cloneAndRepack(lane, directory, source);
    });

    private static final Comparison THIS_PROJECT = new Comparison((lane, directory) -> cloneAndRepack(lane, directory, project()));

    @BeforeAll
    static void writeInputs() throws IOException, InterruptedException {
        Files.writeString(configuration(), """
            [safe]
                directory = *
            [gc]
                auto = 0
            [pack]
                threads = 4
            [init]
                defaultBranch = main
            [advice]
                detachedHead = false
            """);
        writeHistory();
        if (Files.exists(Run.ROOT.resolve(".git"))) {
            git("glibc", shared, "clone", "-q", "--mirror", "file://" + Run.ROOT, project().toString());
        } else {
            git("glibc", shared, "init", "-q", "--bare", project().toString());
        }
    }

    /** A history for git fast-import: text files of which each commit changes a line in some and adds a line to one. */
    private static void writeHistory() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder[] files = new StringBuilder[FILES];
        for (int i = 0; i < FILES; i++) {
            files[i] = new StringBuilder();
            for (int line = 0; line < LINES; line++) {
                files[i].append(line(random));
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(history())) {
            for (int commit = 0; commit < COMMITS; commit++) {
                out.write("commit refs/heads/main\ncommitter A Person <person@example.org> " + (1_700_000_000 + commit * 60));
                out.write(" +0000\n");
                data(out, "Change " + commit + "\n");
                for (int change = 0; change < 8; change++) {
                    int number = random.nextInt(FILES);
                    StringBuilder file = files[number];
                    int at = file.indexOf("\n", random.nextInt(file.length() - 1)) + 1;
                    file.insert(at, line(random));
                    out.write("M 100644 inline directory" + number % 7 + "/file" + number + "\n");
                    data(out, file.toString());
                }
                out.newLine();
            }
        }
    }

    private static String line(SplittableRandom random) {
        return "a line of text with a number " + random.nextLong() + " and some more words\n";
    }

    private static void data(BufferedWriter out, String text) throws IOException {
        out.write("data " + text.length() + "\n" + text + "\n");
    }

    private static String cloneAndRepack(String lane, Path directory, Path source) throws IOException, InterruptedException {
        Path copy = directory.resolve("copy");
        StringBuilder results = new StringBuilder();
        assertLaneIsIn(lane, directory);
        results.append(git(lane, directory, "clone", "-q", "file://" + source, "copy").printed());
        results.append(git(lane, copy, "gc", "-q", "--aggressive", "--prune=now").printed());
        results.append(git(lane, copy, "fsck", "--full", "--strict", "--no-progress").printed());
        results.append(git(lane, copy, "status", "--short").printed());
        Run.Result objects = git(lane, copy, "cat-file", "--batch-check", "--batch-all-objects");
        results.append(objects.out().lines().count()).append(" objects ").append(Data.digest(objects.printed())).append('\n');
        results.append("history ").append(Data.digest(git(lane, copy, "log", "-p", "--stat", "--all").printed())).append('\n');
        results.append("index ").append(Data.digest(git(lane, copy, "ls-files", "-s").printed())).append('\n');
        try (Stream<Path> packs = Files.list(copy.resolve(".git/objects/pack"))) {
            results.append(packs.filter(pack -> pack.toString().endsWith(".pack")).count()).append(" packs\n");
        }
        return results.toString();
    }

    private static Run.Result git(String lane, Path directory, String... arguments) throws IOException, InterruptedException {
        return run(lane, command(directory, arguments));
    }

    private static Run.Result run(String lane, Run git) throws IOException, InterruptedException {
        return git.under(lane).run().ok();
    }

    /** git's commands may be too brief to be watched: an alias lets it show its own memory map. */
    private static void assertLaneIsIn(String lane, Path directory) throws IOException, InterruptedException {
        String maps = git(lane, directory, "-c", "alias.maps=!cat /proc/$PPID/maps", "maps").out();
        boolean in = lane.equals("glibc") || maps.contains(Run.library(lane).toRealPath().toString());
        assertTrue(in, () -> "git runs without " + lane + "\n" + maps);
    }

    private static Run command(Path directory, String... arguments) {
        List<String> command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        return Run.of(command).in(directory).within(Duration.ofSeconds(60)).with("GIT_CONFIG_NOSYSTEM", "1")
            .with("GIT_CONFIG_GLOBAL", configuration().toString()).with("TZ", "UTC").with("LC_ALL", "C");
    }

    private static Path configuration() {
        return shared.resolve("configuration");
    }

    private static Path history() {
        return shared.resolve("history");
    }

    private static Path project() {
        return shared.resolve("project.git");
    }

    @EachLane
    void madeUpRepository(String lane) throws Exception {
        MADE_UP.under(lane);
    }

    @EachLane
    void thisProject(String lane) throws Exception {
        THIS_PROJECT.under(lane);
    }
}
