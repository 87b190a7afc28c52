package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/** Makes docs/VERIFICATION.md of the runs that were kept and of the list of what was found. */
public final class Page {
    /** The page. */
    public static final Path FILE = Run.ROOT.resolve("docs/VERIFICATION.md");
    static final Path KEPT = Run.ROOT.resolve("docs/results/verify");
    private static final Path FINDINGS = Run.ROOT.resolve("verify/findings.txt");

    private static final String HEAD = """
        # Verification
        Made by `./hz3 verify --page` from the runs kept in `docs/results/verify`, from `verify/findings.txt` and from the lists of what
        survives mutation; not to be edited.

        `./hz3 test` runs a share of everything within its time. `./hz3 verify --hours N` goes on with other seeds for as long as it is
        given, ends at the first failure, and prints how to see it again: the shortest list of calls that still fails, or the command with its
        seed. `--keep NAME` keeps what was run, and it counts here.
        """;

    private static final String SUITES = """
        ## Tests of other allocators
        Built outside the tree as ordinary programs, and run on `scale`, `fast`, `scale_r90`, `checked` and `hardened` with glibc 2.36 for
        comparison: the malloc tests of glibc, mimalloc's `test-stress`, `test-api`, `test-api-fill` and `main-override`, gperftools'
        unit tests of malloc, realloc, memalign, large blocks, threads' ends and fragmentation, rpmalloc's `main`, `thread` and `stress`,
        and jemalloc's integration tests of the standard functions. All that were run and ask for what C, POSIX or glibc's manual promise
        pass, but for gperftools' fork torture on `checked`, which did not end in two minutes. Left out are those of an allocator's own calls
        or insides. What differs and stays so: `posix_memalign` that fails returns ENOMEM and leaves
        errno alone; alignments that are no power of two are rounded up, as by glibc before 2.38; `realloc(p, 0)` frees, as in glibc. A
        signal handler that forks in the middle of a malloc may hang, as with jemalloc and tcmalloc; in the middle of a fork it may fork.
        """;

    private static final String MUTATIONS = """
        The core is changed in one place at a time, and the programs of the simulated process run on it: each atomic access of the classes in
        which threads meet with a weaker ordering, and each conditional branch of the classes that are named always or never taken. That is
        all of the core but statistics, counts, traces, and classes without a branch of their own. A name is the class, the method, which one
        of its accesses or branches it is, and what was made of that. The lists are kept both ways: what they do not have must be noticed, and
        what they have must not be.
        """;

    private Page() {
    }

    /** The page as it should be. */
    public static String text() throws IOException {
        List<Record> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(KEPT)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".json")).sorted().toList()) {
                records.add(JSON.std.beanFrom(Record.class, Files.readString(file)));
            }
        }
        return HEAD + "\n## What was run\n" + runs(records) + "\n" + parts(records) + "\n" + SUITES + "\n## What it found\n" + findings()
            + "\n## What survives mutation, and why\n" + MUTATIONS + "\n" + Survivors.section("orderings") + "\n" + Survivors.section("checks");
    }

    static void write() throws IOException {
        Files.writeString(FILE, text());
    }

    private static String runs(List<Record> records) {
        StringBuilder table = new StringBuilder("| day | commit | lane | minutes | ended with |\n|---|---|---|---|---|\n");
        for (Record record : records) {
            String end = record.failure() == null ? "no failure" : record.failure().lines().findFirst().orElseThrow();
            table.append("| ").append(String.join(" | ", record.day(), record.commit(), record.lane(), Long.toString(record.seconds() / 60), end))
                .append(" |\n");
        }
        return table.toString();
    }

    /** All runs together. A part that is no longer there stays: what it ran was run. */
    private static String parts(List<Record> records) {
        Map<String, List<Record.PartRecord>> byName = records.stream().flatMap(record -> record.parts().stream())
            .filter(part -> part.rounds() > 0).collect(Collectors.groupingBy(Record.PartRecord::name, TreeMap::new, Collectors.toList()));
        StringBuilder table = new StringBuilder("| part | what | rounds | seeds | counts | minutes |\n|---|---|---|---|---|---|\n");
        byName.forEach((name, parts) -> {
            Map<String, Long> counts = new TreeMap<>();
            parts.forEach(part -> part.counts().forEach((what, count) -> counts.merge(what, count, Long::sum)));
            long first = parts.stream().mapToLong(Record.PartRecord::firstSeed).min().orElseThrow();
            long last = parts.stream().mapToLong(Record.PartRecord::lastSeed).max().orElseThrow();
            table.append("| ").append(String.join(" | ", name, parts.getLast().what(), sum(parts, Record.PartRecord::rounds),
                first + " to " + last, counts.entrySet().stream().map(entry -> String.format("%,d %s", entry.getValue(), entry.getKey()))
                    .collect(Collectors.joining(", ")), Long.toString(parts.stream().mapToLong(Record.PartRecord::seconds).sum() / 60)))
                .append(" |\n");
        });
        return table.toString();
    }

    private static String sum(List<Record.PartRecord> parts, ToLongFunction<Record.PartRecord> figure) {
        return Long.toString(parts.stream().mapToLong(figure).sum());
    }

    /** Lines {@code what was wrong :: the test that shows it}; those that begin with # are for the reader of the file. */
    private static String findings() throws IOException {
        StringBuilder table = new StringBuilder("| what was wrong | the test that shows it |\n|---|---|\n");
        for (String line : Files.readAllLines(FINDINGS)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] columns = line.split(" :: ");
                if (columns.length != 2) {
                    throw new IllegalStateException(FINDINGS + ": not of the form WHAT :: TEST: " + line);
                }
                table.append("| ").append(columns[0]).append(" | ").append(columns[1]).append(" |\n");
            }
        }
        return table.toString();
    }
}
