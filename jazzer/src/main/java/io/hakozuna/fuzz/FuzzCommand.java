package io.hakozuna.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The command. It ends with 0, with another number if an input fails, and with 2 and one line if it was called wrongly.
 * <pre>
 *   fuzz SEED INPUTS CORPUS FAILING   makes so many inputs of those in a folder, to which it adds those that go new ways, and keeps the
 *                                     one that fails in a file
 *   list FAILING                      the calls of an input, one a line
 *   replay CALLS                      makes the calls of such a list
 * </pre>
 */
public final class FuzzCommand {
    private static final String USAGE = "hz3 jazzer: it is called with fuzz SEED INPUTS CORPUS FAILING, list FAILING, or replay CALLS";
    private static final int SEEDS = 16;
    /** A failure may need what an input has left in freed memory. */
    private static final int REPLAYS = 3;

    private FuzzCommand() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // What hz3's own thread does at its times would make the same bytes take other ways.
        System.setProperty("hz3.purge.thread", "0");
        String command = arguments.length == 0 ? "" : arguments[0];
        if (command.equals("fuzz") && arguments.length == 5 && arguments[1].matches("\\d{1,18}") && arguments[2].matches("\\d{1,18}")) {
            fuzz(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4]));
        } else if (command.equals("list") && arguments.length == 2 && Files.isRegularFile(Path.of(arguments[1]))) {
            Call.allOf(Files.readAllBytes(Path.of(arguments[1]))).forEach(System.out::println);
        } else if (command.equals("replay") && arguments.length == 2 && Files.isRegularFile(Path.of(arguments[1]))) {
            replay(Files.readAllLines(Path.of(arguments[1])));
        } else {
            refuse(USAGE);
        }
    }

    private static void refuse(String line) {
        System.err.println(line);
        System.exit(2);
    }

    private static void fuzz(long seed, long inputs, Path corpus, Path failing) throws IOException, InterruptedException {
        writeSeeds(corpus);
        long known;
        try (Stream<Path> files = Files.list(corpus)) {
            known = files.count();
        }
        Jazzer.main(new String[] {"--target_class=" + LibraryTarget.class.getName(), "--instrumentation_includes=io.hakozuna.hz3.**",
            "--reproducer_path=" + corpus.toAbsolutePath().getParent(), "-seed=" + Math.max(1, seed), "-runs=" + (known + inputs),
            "-max_len=2048", "-timeout=60", "-exact_artifact_path=" + failing, corpus.toString()});
    }

    /** Sequences to begin with, longer ones and shorter ones. The same each time. */
    private static void writeSeeds(Path corpus) throws IOException {
        Files.createDirectories(corpus);
        for (int i = 0; i < SEEDS; i++) {
            byte[] bytes = new byte[Call.BYTES * (8 << i % 5)];
            new SplittableRandom(i).nextBytes(bytes);
            Files.write(corpus.resolve("seed-" + i), bytes);
        }
    }

    private static void replay(List<String> lines) {
        List<Call> calls;
        try {
            calls = lines.stream().map(Call::of).toList();
        } catch (IllegalArgumentException e) {
            refuse("hz3 jazzer: " + e.getMessage());
            return;
        }
        LibraryTarget.fuzzerInitialize();
        for (int i = 0; i < REPLAYS; i++) {
            LibraryTarget.make(calls);
        }
    }
}
