package io.hakozuna.jmh;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.jmh.report.Results;
import io.hakozuna.jmh.report.RivalTable;
import io.hakozuna.jmh.resident.ResidentCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command. Ends with 0, with 1 if a benchmark failed, and with 2 and one line of explanation if something is wrong with what it was
 * given.
 */
public final class JmhCommand {
    private static final String HELP = """
        ./hz3 jmh                        a short run of everything, half an hour, and its table
        ./hz3 jmh ARGUMENT...            JMH with its own arguments, and the table: Held, 'Pair.buffer' -p size=256 -f 3; -h tells them all
        ./hz3 jmh --table JSON...        the table of results that were kept
        ./hz3 jmh --fill MARKDOWN JSON...
                                         the same between the marks jmh:begin and jmh:end of a markdown file
        ./hz3 jmh --resident [RIVAL...]  resident sizes when much is allocated, freed and left alone: KIND/RIVAL, by default all
        ./hz3 jmh --resident --fill MARKDOWN
                                         the same between the marks resident:begin and resident:end of a markdown file
        docs/JAVA_BENCHMARKS.md tells what is measured.""";

    private JmhCommand() {
    }

    public static void main(String[] arguments) throws IOException {
        int exit;
        try {
            exit = run(Path.of(System.getProperty("hz3.root", ".")).toAbsolutePath().normalize(), arguments);
        } catch (UsageError e) {
            System.err.println("jmh: " + e.getMessage());
            exit = 2;
        }
        System.exit(exit);
    }

    static int run(Path root, String... arguments) throws IOException {
        List<String> rest = Stream.of(arguments).skip(1).toList();
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "--help" -> System.out.println(HELP);
            case "--table" -> System.out.print(RivalTable.markdown(results(rest)));
            case "--fill" -> {
                if (rest.isEmpty()) {
                    throw new UsageError("--fill needs a markdown file and results");
                }
                RivalTable.fill(Path.of(rest.getFirst()), results(rest.subList(1, rest.size())));
            }
            case "--resident" -> {
                return ResidentCommand.run(root, rest);
            }
            default -> {
                return JmhRun.of(root, arguments);
            }
        }
        return 0;
    }

    private static Results results(List<String> files) {
        if (files.isEmpty()) {
            throw new UsageError("no result was named: a file that JMH has written with -rf json");
        }
        return Results.read(files.stream().map(Path::of).toList());
    }
}
